using FlZk.Bench.Circuits;

namespace FlZk.Bench.Report.Rendering;

/// <summary>A goal and how it stands.</summary>
/// <param name="Work">What is to be fast or small.</param>
/// <param name="Goal">How fast or small.</param>
/// <param name="Measured">What was measured, in words; null when it was not.</param>
/// <param name="Met">Whether that is good enough.</param>
internal sealed record Target(string Work, string Goal, string? Measured, bool Met)
{
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
}
