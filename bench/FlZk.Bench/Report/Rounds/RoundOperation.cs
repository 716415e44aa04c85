namespace FlZk.Bench.Report.Rounds;

/// <summary>What takes turns with others.</summary>
/// <param name="Name">Its name among the results.</param>
/// <param name="Run">Does it once.</param>
internal sealed record RoundOperation(string Name, Action Run);
