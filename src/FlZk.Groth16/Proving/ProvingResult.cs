namespace FlZk.Groth16;

/// <summary>A proof with what making it took.</summary>
/// <param name="Proof">Verified under its key.</param>
/// <param name="Timings">One entry per phase, in order.</param>
public sealed record ProvingResult(Proof Proof, IReadOnlyList<PhaseTiming> Timings);
