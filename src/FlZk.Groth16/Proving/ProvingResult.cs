using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>A proof with what making it took.</summary>
/// <param name="Proof">Verified under its key.</param>
/// <param name="PublicSignals">The signals it holds for.</param>
/// <param name="Timings">One entry per phase, by start.</param>
/// <param name="Elapsed">Wall-clock time of the whole proof, its verification included.</param>
/// <param name="Threads">How many threads could compute at a time.</param>
public sealed record ProvingResult(
    Proof Proof, ReadOnlyMemory<Fr> PublicSignals, IReadOnlyList<PhaseTiming> Timings, TimeSpan Elapsed, int Threads)
{
    /// <summary>What arithmetic on many elements used: see <see cref="Bn254.InstructionSet.Current"/>.</summary>
    public string InstructionSet { get; } = Bn254.InstructionSet.Current;

    /// <summary>The most memory that this process has had resident so far, in bytes, mapped files included.</summary>
    public long PeakMemory { get; } = ProcessMemory.Peak();
}
