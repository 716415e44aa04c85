namespace FlZk.Bench.Report.Rendering;

/// <summary>One colour of bars.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Colour">As SVG takes it.</param>
/// <param name="Values">One per category; null draws nothing.</param>
internal sealed record BarSeries(string Name, string Colour, IReadOnlyList<double?> Values);
