using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>The Groth16 prover of this project: in process, on all cores.</summary>
/// <remarks>Keys and witnesses are immutable and nothing is kept between proofs: one key may serve many proofs at the same time.</remarks>
public sealed class NativeProver : IGroth16Prover
{
    private const string Verifying = "verifying the proof";

    /// <summary>Has the code of a proof compiled, once for the process: for a host that has a key to open meanwhile, on another
    /// thread.</summary>
    public static void WarmUp() => ProverWarmUp.Ensure();

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
        Prove(key, witness, new ProvingOptions { Progress = progress }, cancellation);

    /// <summary>Proves on the calling thread and its helpers, and says what each phase took.</summary>
    /// <param name="key">The key; it is inspected before its first proof.</param>
    /// <param name="witness">One value per wire, wire 0 being the constant one, wires 1..PublicCount the public signals.</param>
    /// <param name="options">Threads and progress.</param>
    /// <param name="cancellation">Stops between and within phases.</param>
    /// <returns>A proof that verifies under the key for the witness's public signals.</returns>
    /// <exception cref="KeyException">The key is unsafe, or the witness is of another circuit.</exception>
    /// <exception cref="UnprovableException">The witness does not satisfy the circuit: the proof made from it does not verify.</exception>
    /// <exception cref="IOException">The key is mapped and its file has changed since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The key has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProvingResult Prove(
        ProvingKey key, Witness witness, ProvingOptions options, CancellationToken cancellation = default) =>
        Prove(key, witness, Fr.Random(), Fr.Random(), options, cancellation);

    /// <summary>Proves with given blinding scalars, for differential tests only: a proof whose r or s is
    /// known is not zero-knowledge.</summary>
    internal static ProvingResult Prove(
        ProvingKey key,
        Witness witness,
        Fr r,
        Fr s,
        ProvingOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(witness);
        options ??= new ProvingOptions();
        cancellation.ThrowIfCancellationRequested();
        key.RequireSound();
        if (witness.Values.Length != key.WireCount)
        {
            throw new KeyException(
                $"The witness has {witness.Values.Length} values, the key {key.WireCount} wires: they are of different circuits.");
        }

        using IDisposable? held = key.Hold();
        var phases = new ProvingPhases(options, Prover.Costs(key), cancellation);
        Proof proof = Prover.Prove(key, witness, r, s, phases);
        ReadOnlyMemory<Fr> publicSignals = witness.PublicSignals(key.PublicCount);
        bool holds = phases.Run(Verifying, execution => key.VerificationKey.Prepared().Verify(publicSignals, proof, execution));
        return holds
            ? new ProvingResult(proof, publicSignals, phases.Timings, phases.Elapsed, phases.Execution.Threads)
            : throw new UnprovableException("The witness does not satisfy the key's circuit: the proof made from it does not verify.");
    }
}
