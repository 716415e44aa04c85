namespace FlZk.Bench.Report;

/// <summary>What one piece of the report measured, and on which source.</summary>
/// <param name="Name">The piece.</param>
/// <param name="Commit">The commit checked out, with "+" when there were changes on top.</param>
/// <param name="Date">When, in UTC.</param>
/// <param name="Seconds">What measuring took.</param>
/// <param name="Quick">Few samples.</param>
/// <param name="Measurements">In the order measured.</param>
internal sealed record PieceResult(
    string Name, string Commit, DateTime Date, double Seconds, bool Quick, IReadOnlyList<Measurement> Measurements);
