using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>One benchmark's rounds beside what it had to do.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Method">The benchmark.</param>
/// <param name="Variant">Its other parameters' values; empty where there are none.</param>
/// <param name="Providers">n; 1 where there are none.</param>
/// <param name="Parameters">d.</param>
/// <param name="Work">What it had to do.</param>
/// <param name="Rounds">Its turns, and what the machine could do around them.</param>
/// <param name="CacheBytes">Of the machine's last cache; 0 where that is not known.</param>
internal sealed record LearningFigure(
    string Suite, string Method, string Variant, int Providers, int Parameters, OperationWork Work, OperationRounds Rounds, long CacheBytes)
{
    /// <summary>Whether what it reads and writes lies in the last cache while it is repeated: "yes", "partly", "no". By eight times the
    /// cache, two arrays of four times as STREAM wants them, none of it is worth speaking of.</summary>
    public string InCache => CacheBytes == 0 ? "-" : Work.Bytes <= CacheBytes ? "yes" : Work.Bytes < 8.0 * CacheBytes ? "partly" : "no";

    /// <summary>The median.</summary>
    public double Seconds => Rounds.Seconds;

    /// <summary>Of the read bandwidth of all cores.</summary>
    public Spread OfRead => Rounds.OfRead(Work);

    /// <summary>Of the copy bandwidth of all cores.</summary>
    public Spread OfCopy => Rounds.OfCopy(Work);

    /// <summary>Of the multiply-add peak of all cores.</summary>
    public Spread OfMultiplyAdd => Rounds.OfMultiplyAdd(Work);

    /// <summary>How many times as fast this is as the fastest of some others, round by round; null without any.</summary>
    public Spread? Against(IReadOnlyList<LearningFigure> others) =>
        others.Count == 0 ? null : Rounds.TimesOf([.. others.Select(other => other.Rounds)]);

    /// <summary>Whether another was measured in turns with this one.</summary>
    public bool TookTurnsWith(LearningFigure other) =>
        Suite == other.Suite && Variant == other.Variant && Providers == other.Providers && Parameters == other.Parameters;
}
