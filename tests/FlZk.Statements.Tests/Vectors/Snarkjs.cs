using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>snarkjs, a program of others, as judge and as maker of proofs.</summary>
internal static class Snarkjs
{
    /// <summary>Its verdict on vkey.json, public.json and proof.json of a folder.</summary>
    public static async Task<bool> AcceptsAsync(TemporaryFolder folder) =>
        (await RunAsync("groth16", "verify", folder["vkey.json"], folder["public.json"], folder["proof.json"])).ExitCode == 0;

    /// <summary>Runs a command.</summary>
    public static async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits);
        string program = Path.Combine(ProjectLayout.Circuits, "node_modules", "snarkjs", "build", "cli.cjs");
        return await ChildProcess.RunAsync("node", [program, .. arguments]);
    }
}
