using System.Globalization;

namespace FlZk.Bench.Roofline;

/// <summary>What some rounds say together: the middle one, and how far they lie apart.</summary>
/// <param name="Median">What is reported and held against goals.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
internal sealed record Spread(double Median, double Least, double Most)
{
    /// <summary>Of at least one value.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(Middle(sorted), sorted[0], sorted[^1]);
    }

    /// <summary>The middle value, or the mean of the middle two.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static double MedianOf(IEnumerable<double> values) => Middle([.. values.Order()]);

    /// <summary>"71.6% (65.0% to 73.2%)".</summary>
    public string Percent() => $"{Fractions.Percent(Median)} ({Fractions.Percent(Least)} to {Fractions.Percent(Most)})";

    /// <summary>In billions: "48.3 (44.1 to 80.2)".</summary>
    public string Billions() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median / 1e9:F1} ({Least / 1e9:F1} to {Most / 1e9:F1})");

    private static double Middle(double[] sorted)
    {
        if (sorted.Length == 0) throw new ArgumentException("There is no median of nothing.", nameof(sorted));
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
