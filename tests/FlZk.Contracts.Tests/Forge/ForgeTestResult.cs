using System.Globalization;
using System.Text.Json;

namespace FlZk.Contracts.Tests.Forge;

/// <summary>One forge test's outcome.</summary>
/// <param name="Passed">Whether it succeeded.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Gas">What it measured, in gas, by "group: name".</param>
public sealed record ForgeTestResult(bool Passed, string Reason, IReadOnlyDictionary<string, long> Gas)
{
    internal static ForgeTestResult Read(JsonElement result)
    {
        string reason = result.GetProperty("reason").GetString() ?? string.Empty;
        if (result.TryGetProperty("counterexample", out JsonElement example) && example.ValueKind != JsonValueKind.Null)
            reason += $"\n{example}";
        var gas = new Dictionary<string, long>();
        foreach (JsonProperty group in result.GetProperty("gas_snapshots").EnumerateObject())
        {
            foreach (JsonProperty figure in group.Value.EnumerateObject())
                gas[$"{group.Name}: {figure.Name}"] = long.Parse(figure.Value.GetString()!, CultureInfo.InvariantCulture);
        }

        return new ForgeTestResult(result.GetProperty("status").GetString() == "Success", reason, gas);
    }
}
