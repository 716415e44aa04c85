using System.Text.Json;

namespace FlZk.Contracts.Tests.Forge;

/// <summary>One forge test's outcome.</summary>
/// <param name="Passed">Whether it succeeded.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Logs">What it logged, line by line.</param>
public sealed record ForgeTestResult(bool Passed, string Reason, IReadOnlyList<string> Logs)
{
    internal static ForgeTestResult Read(JsonElement result)
    {
        string reason = result.GetProperty("reason").GetString() ?? string.Empty;
        if (result.TryGetProperty("counterexample", out JsonElement example) && example.ValueKind != JsonValueKind.Null)
            reason += $"\n{example}";
        string[] logs = [.. result.GetProperty("decoded_logs").EnumerateArray().Select(line => line.GetString() ?? string.Empty)];
        return new ForgeTestResult(result.GetProperty("status").GetString() == "Success", reason, logs);
    }
}
