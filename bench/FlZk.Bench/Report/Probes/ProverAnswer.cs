namespace FlZk.Bench.Report.Probes;

/// <summary>What a prover's process says of one step: reading its key, one proof, or its end.</summary>
/// <param name="Tier">The instruction set it uses.</param>
/// <param name="Milliseconds">What the step took.</param>
/// <param name="FirstLoad">What opening the key took without its converted form; 0 when that was there already.</param>
/// <param name="ReadWitness">What reading the witness took; with the key alone.</param>
/// <param name="PeakMiB">The largest resident set so far.</param>
/// <param name="Phases">A proof's phases, in order.</param>
internal sealed record ProverAnswer(
    string Tier, double Milliseconds, double FirstLoad, double ReadWitness, double PeakMiB, IReadOnlyList<ProverPhase> Phases);
