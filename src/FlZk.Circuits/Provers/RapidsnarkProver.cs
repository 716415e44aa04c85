using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Provers;

/// <summary>rapidsnark, or any program with its four arguments (key, witness, proof, public signals), as a child process.</summary>
/// <param name="program">The prover's path, or its name on PATH. It is trusted with the witness.</param>
public sealed class RapidsnarkProver(string program) : IGroth16Prover
{
    /// <inheritdoc/>
    /// <exception cref="ProcessFailedException">The program is missing or failed.</exception>
    public Task<Proof> ProveAsync(
        string zkeyPath, ProvingKey key, Witness witness, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(witness);
        return ExternalProof.MakeAsync(
            "rapidsnark",
            (wtns, proof, publicSignals) => (program, [Path.GetFullPath(zkeyPath), wtns, proof, publicSignals]),
            key,
            witness,
            progress,
            cancellation);
    }
}
