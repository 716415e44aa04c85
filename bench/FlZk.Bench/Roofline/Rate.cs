using System.Globalization;

namespace FlZk.Bench.Roofline;

/// <summary>How fast something went, over some repetitions.</summary>
/// <param name="Best">The fastest repetition's, as STREAM reports it and as fractions are taken of.</param>
/// <param name="Median">The middle one's; far below the best, it says that the machine was busy with something else.</param>
internal sealed record Rate(double Best, double Median)
{
    /// <summary>The rate of so much work done in each of those times.</summary>
    /// <param name="work">Bytes, multiplications: of one repetition.</param>
    /// <param name="seconds">At least one time.</param>
    public static Rate Of(double work, IEnumerable<double> seconds)
    {
        var spread = Spread.Of(seconds);
        return new Rate(work / spread.Least, work / spread.Median);
    }

    /// <summary>The one whose best is better.</summary>
    public static Rate Better(Rate first, Rate second) => first.Best >= second.Best ? first : second;

    /// <summary>In billions a second.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Best / 1e9:F1} (median {Median / 1e9:F1})");
}
