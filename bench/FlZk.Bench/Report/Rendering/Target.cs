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

    /// <summary>A goal of taking fewer than so many times what something else takes.</summary>
    /// <param name="work">What is to be fast.</param>
    /// <param name="times">That many times are too many.</param>
    /// <param name="whom">What else.</param>
    /// <param name="ratio">Own time over the other's, by rounds; null when it was not measured.</param>
    /// <param name="own">Own time in milliseconds.</param>
    /// <param name="other">The other's.</param>
    public static Target TimesAsLong(string work, double times, string whom, Spread? ratio, double? own, double? other) => new(
        work, $"< {Text.Ratio(times)} {whom}", Said(ratio, own, other), ratio?.Median < times);

    /// <summary>A goal of being at least so many times as fast as something else.</summary>
    /// <param name="work">What is to be fast.</param>
    /// <param name="times">How many times.</param>
    /// <param name="whom">As what.</param>
    /// <param name="ratio">The other's time over the own one, by rounds; null when it was not measured.</param>
    /// <param name="own">Own time in milliseconds.</param>
    /// <param name="other">The other's.</param>
    public static Target TimesAsFast(string work, double times, string whom, Spread? ratio, double? own, double? other) => new(
        work, $"≥ {Text.Ratio(times)} {whom}", Said(ratio, own, other), ratio?.Median >= times);

    /// <summary>A goal of reaching at least a fraction of what the machine does.</summary>
    /// <param name="work">What is to be fast.</param>
    /// <param name="least">The fraction.</param>
    /// <param name="whole">Of what.</param>
    /// <param name="fraction">What was reached, by rounds; null when it was not measured.</param>
    public static Target Fraction(string work, double least, string whole, Spread? fraction) => new(
        work,
        $"≥ {100 * least:F0}% of {whole}",
        fraction is null
            ? null
            : $"**{Fractions.Percent(fraction.Median)}** ({Fractions.Percent(fraction.Least)} to {Fractions.Percent(fraction.Most)})",
        fraction?.Median >= least);

    private static string? Said(Spread? ratio, double? own, double? other) => ratio is null
        ? null
        : $"**{Text.Ratio(ratio.Median)}** ({Text.Ratio(ratio.Least)} to {Text.Ratio(ratio.Most)}; {Text.Time(own)} against "
            + $"{Text.Time(other)})";
}
