using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>snarkjs, the oracle of formats and proofs.</summary>
internal static class Snarkjs
{
    public static async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits);
        return await ChildProcess.RunCheckedAsync(
            "node", [Path.Combine(ProjectLayout.Circuits, "node_modules", "snarkjs", "build", "cli.cjs"), .. arguments]);
    }
}
