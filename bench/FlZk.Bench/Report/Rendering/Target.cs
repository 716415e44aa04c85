using FlZk.Bench.Circuits;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Rendering;

/// <summary>A goal and how it stands.</summary>
/// <param name="Work">What is to be fast or small.</param>
/// <param name="Goal">How fast or small.</param>
/// <param name="Measured">What was measured, in words; null when it was not.</param>
/// <param name="Met">Whether that is good enough.</param>
internal sealed record Target(string Work, string Goal, string? Measured, bool Met)
{
    /// <summary>Why it was not measured, where that is known.</summary>
    public string? Absence { get; init; }

    /// <summary>Whether the goal was measured on a circuit and not met.</summary>
    public bool IsMissedOn(BenchCircuit circuit) => Measured is not null && !Met && Work.Contains(circuit.Title, StringComparison.Ordinal);

    /// <summary>A goal of being some times as fast as something else.</summary>
    public static Target AtLeast(string work, double times, string whom, double? other, double? own) => new(
        work,
        $"≥ {Text.Ratio(times)} {whom}",
        other / own is { } ratio ? $"**{Text.Ratio(ratio)}** ({Text.Time(own)} against {Text.Time(other)})" : null,
        other / own >= times);

    /// <summary>A goal of taking at most so long.</summary>
    public static Target WithinTime(string work, double milliseconds, double? own) =>
        new(work, $"≤ {Text.Time(milliseconds)}", own is null ? null : $"**{Text.Time(own)}**", own <= milliseconds);

    /// <summary>A goal of needing at most so many times what something else does.</summary>
    public static Target AtMost(string work, double times, string whom, double? other, double? own, Func<double?, string> show) => new(
        work,
        $"≤ {(times < 1 ? $"{100 * times:F0}% of" : Text.Ratio(times))} {whom}",
        own / other is { } ratio
            ? $"**{(times < 1 ? $"{100 * ratio:F0}%" : Text.Ratio(ratio))}** ({show(own)} against {show(other)})"
            : null,
        own / other <= times);

    /// <summary>A goal of staying below so many times what something else takes.</summary>
    public static Target Below(string work, double times, string whom, double? other, double? own, Func<double?, string> show) => new(
        work,
        $"< {Text.Ratio(times)} {whom}",
        own / other is { } ratio ? $"**{Text.Ratio(ratio)}** ({show(own)} against {show(other)})" : null,
        own / other < times);

    /// <summary>A goal of reaching at least a fraction of what the machine does.</summary>
    /// <param name="work">What is to be fast.</param>
    /// <param name="least">The fraction.</param>
    /// <param name="whole">Of what.</param>
    /// <param name="fraction">What was reached, fastest of fastest; null when it was not measured.</param>
    /// <param name="byMedians">The same, median of median.</param>
    public static Target Fraction(string work, double least, string whole, double? fraction, double? byMedians) => new(
        work,
        $"≥ {100 * least:F0}% of {whole}",
        fraction is { } reached ? $"**{Fractions.Percent(reached)}** (by medians {Fractions.Percent(byMedians ?? 0)})" : null,
        fraction >= least);
}
