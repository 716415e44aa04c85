using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>A prover that proves something else than it is asked to.</summary>
internal sealed class FaithlessProver(KnownTrapdoorKey circuit) : IGroth16Prover
{
    public Task<Proof> ProveAsync(
        string zkeyPath,
        ProvingKey key,
        Witness witness,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Fr[] signals = witness.PublicSignals(circuit.Key.PublicCount).ToArray();
        signals[0] += Fr.One;
        return Task.FromResult(circuit.Simulate(signals));
    }
}
