using System.Text.Json;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Groth16.Tests;

/// <summary>Runs jobs on snarkjs, many per process.</summary>
internal static class SnarkjsOracle
{
    public static async Task<JsonElement[]> RunAsync(string folder, params object[] jobs)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits);
        string id = Guid.NewGuid().ToString("N");
        string jobsFile = Path.Combine(folder, $"jobs-{id}.json");
        string answersFile = Path.Combine(folder, $"answers-{id}.json");
        await File.WriteAllTextAsync(jobsFile, JsonSerializer.Serialize(jobs));
        await ChildProcess.RunCheckedAsync(
            "node",
            [Path.Combine(AppContext.BaseDirectory, "Oracle", "oracle.cjs"), Path.Combine(ProjectLayout.Circuits, "node_modules"), jobsFile,
            answersFile]);
        return JsonSerializer.Deserialize<JsonElement[]>(await File.ReadAllTextAsync(answersFile))!;
    }

    /// <summary>snarkjs's verdict on each (key, signals, proof), all in snarkjs's JSON.</summary>
    public static async Task<bool[]> VerifyAsync(string folder, params (string Key, string PublicSignals, string Proof)[] cases)
    {
        JsonElement[] answers = await RunAsync(folder, [.. cases.Select(c => VerifyJob(c.Key, c.PublicSignals, c.Proof))]);
        return [.. answers.Select(a => a.GetBoolean())];
    }

    private static object VerifyJob(string key, string publicSignals, string proof) => new
    {
        operation = "verify",
        key = JsonDocument.Parse(key).RootElement,
        publicSignals = JsonDocument.Parse(publicSignals).RootElement,
        proof = JsonDocument.Parse(proof).RootElement,
    };
}
