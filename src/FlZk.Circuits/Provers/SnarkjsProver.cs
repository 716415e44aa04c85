using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Provers;

/// <summary>snarkjs as a child process: slower than the native prover by far, and independent of it.</summary>
/// <param name="toolsFolder">Folder whose <c>package-lock.json</c> pins snarkjs; null for the checkout's circuits folder.</param>
public sealed class SnarkjsProver(string? toolsFolder = null) : IGroth16Prover
{
    private readonly string _tools = toolsFolder ?? ProjectLayout.Circuits;

    /// <inheritdoc/>
    /// <exception cref="ProcessFailedException">Node.js or snarkjs is missing or failed.</exception>
    public async Task<Proof> ProveAsync(
        string zkeyPath, ProvingKey key, Witness witness, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(witness);
        await NodePackages.EnsureRestoredAsync(_tools, progress, cancellation).ConfigureAwait(false);
        string program = Path.Combine(_tools, "node_modules", "snarkjs", "build", "cli.cjs");
        return await ExternalProof.MakeAsync(
            "snarkjs",
            (wtns, proof, publicSignals) => ("node", [program, "groth16", "prove", Path.GetFullPath(zkeyPath), wtns, proof, publicSignals]),
            key,
            witness,
            progress,
            cancellation).ConfigureAwait(false);
    }
}
