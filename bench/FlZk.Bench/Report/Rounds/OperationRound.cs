using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rounds;

/// <summary>A turn of one operation.</summary>
/// <param name="Seconds">Its median iteration's.</param>
/// <param name="Least">Its fastest iteration's.</param>
/// <param name="Roofline">What the machine could do immediately before and after it.</param>
internal readonly record struct OperationRound(double Seconds, double Least, RooflineSample Roofline)
{
    /// <summary>From its iterations.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OperationRound Of(IReadOnlyList<double> seconds, RooflineSample before, RooflineSample after)
    {
        var spread = Spread.Of(seconds);
        return new OperationRound(spread.Median, spread.Least, before.Or(after));
    }
}
