using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>Makes Groth16 proofs (Groth, "On the Size of Pairing-Based Non-interactive Arguments", EUROCRYPT 2016).</summary>
/// <remarks>Every implementation verifies its own proof before handing it over, with fresh randomness for each.</remarks>
public interface IGroth16Prover
{
    /// <summary>Proves that <paramref name="witness"/> satisfies the circuit of <paramref name="key"/>.</summary>
    /// <param name="zkeyPath">The key's file, for provers that are other programs; native provers use <paramref name="key"/> alone.</param>
    /// <param name="key">The key, read from <paramref name="zkeyPath"/>.</param>
    /// <param name="witness">One value per wire, wire 0 being the constant one, wires 1..PublicCount the public signals.</param>
    /// <param name="progress">Told of each phase as it begins.</param>
    /// <param name="cancellation">Stops between and within phases.</param>
    /// <returns>A proof that verifies under the key for the witness's public signals.</returns>
    /// <exception cref="KeyException">The key is unsafe, or the witness is of another circuit.</exception>
    /// <exception cref="UnprovableException">The witness does not satisfy the circuit: the proof made from it does not verify.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<Proof> ProveAsync(
        string zkeyPath,
        ProvingKey key,
        Witness witness,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default);
}
