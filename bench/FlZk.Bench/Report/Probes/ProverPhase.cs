namespace FlZk.Bench.Report.Probes;

/// <summary>A phase of a proof.</summary>
/// <param name="Name">As the prover calls it.</param>
/// <param name="Milliseconds">What it took.</param>
internal sealed record ProverPhase(string Name, double Milliseconds);
