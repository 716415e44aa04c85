using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>The Groth16 prover of this project: in process, on all cores.</summary>
public sealed class NativeProver : IGroth16Prover
{
    /// <inheritdoc/>
    public async Task<Proof> ProveAsync(
        string zkeyPath,
        ProvingKey key,
        Witness witness,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ProvingResult result = await Task.Run(() => Prove(key, witness, progress, cancellation), cancellation).ConfigureAwait(false);
        return result.Proof;
    }

    /// <summary>Proves on the calling thread and its helpers, and says what each phase took.</summary>
    /// <inheritdoc cref="IGroth16Prover.ProveAsync"/>
    public static ProvingResult Prove(
        ProvingKey key, Witness witness, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        Prove(key, witness, Fr.Random(), Fr.Random(), progress, cancellation);

    /// <summary>Proves with given blinding scalars, for differential tests only: a proof whose r or s is
    /// known is not zero-knowledge.</summary>
    internal static ProvingResult Prove(
        ProvingKey key,
        Witness witness,
        Fr r,
        Fr s,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(witness);
        key.RequireSound();
        if (witness.Values.Length != key.WireCount)
        {
            throw new KeyException(
                $"The witness has {witness.Values.Length} values, the key {key.WireCount} wires: they are of different circuits.");
        }

        var phases = new ProvingPhases(Prover.PhaseCount + 1, progress, cancellation);
        Proof proof = Prover.Prove(key, witness, r, s, phases);
        ReadOnlyMemory<Fr> publicSignals = witness.PublicSignals(key.PublicCount);
        bool holds = phases.Run("verifying the proof", () => Verifier.Verify(key.VerificationKey, publicSignals.Span, proof));
        return holds
            ? new ProvingResult(proof, phases.Timings)
            : throw new UnprovableException("The witness does not satisfy the key's circuit: the proof made from it does not verify.");
    }
}
