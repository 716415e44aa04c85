using System.Globalization;
using System.Text.Json;
using FlZk.Contracts.Tests.Forge;
using FlZk.Platform;

namespace FlZk.Contracts.Tests;

/// <summary>What each call costs, in gas, beside what it may cost and beside contracts/snapshots.</summary>
public sealed class GasFigureTests(ForgeRun run)
{
    /// <summary>Proofs and commitments are random, so some bytes of calldata are zero in one run and not in the next.</summary>
    private const long Tolerance = 1000;

    private static readonly (string Figure, string Beside, long Target)[] Targets =
    [
        ("round: submitUpdate, first of a round", "", 120_000),
        ("round: submitUpdate, later", "", 75_000),
        ("round: submitUpdate, one of 4", "", 75_000),
        ("round: submitUpdate, one of 32", "", 75_000),
        ("round: submitUpdate, one of 256", "", 75_000),
        ("round: verifyAggregate, one chunk", "", 400_000),
        ("round: verifyAggregate, one chunk of 4 providers", "", 400_000),
        ("round: verifyAggregate, one chunk of 32 providers", "", 400_000),
        ("round: verifyAggregate, one chunk of 256 providers", "", 400_000),
        ("round: verifyAggregate, two chunks", "round: verifyAggregate, one chunk", 100_000),
        ("round: verifyAggregate, three chunks", "round: verifyAggregate, two chunks", 100_000),
        ("round: verifyAggregate, four chunks", "round: verifyAggregate, three chunks", 100_000),
        ("round: claim, first of a round", "", 70_000),
        ("round: claim, one of 4", "", 70_000),
        ("round: claim, one of 32", "", 70_000),
        ("round: claim, one of 256", "", 70_000),
    ];

    [Fact]
    public void Calls_cost_what_they_may_at_most()
    {
        Dictionary<string, long> measured = Measured();
        var missed = new List<string>();
        foreach ((string figure, string beside, long target) in Targets)
        {
            long gas = measured[figure] - (beside.Length == 0 ? 0 : measured[beside]);
            string line = $"{gas,9:N0} of {target,9:N0}  {figure}{(beside.Length == 0 ? string.Empty : $", beyond {beside}")}";
            TestContext.Current.TestOutputHelper?.WriteLine(line);
            if (gas > target) missed.Add(line);
        }

        long proposed = measured["optimistic: proposeAggregate"] + measured["optimistic: advanceRound to Finalised"];
        long proved = measured["optimistic: verifyAggregate, one chunk"] + measured["optimistic: publishModel, 16 parameters"];
        string third = $"{proposed,9:N0} of {proved / 3,9:N0}  a correct proposal, of a third of the proved path";
        TestContext.Current.TestOutputHelper?.WriteLine(third);
        if (3 * proposed > proved) missed.Add(third);
        Assert.True(missed.Count == 0, string.Join('\n', missed));
    }

    [Fact]
    public void Snapshots_are_what_is_measured()
    {
        Dictionary<string, long> measured = Measured();
        Dictionary<string, long> kept = Kept();
        var differences = new List<string>();
        foreach (string figure in measured.Keys.Union(kept.Keys).Order(StringComparer.Ordinal))
        {
            bool isMeasured = measured.TryGetValue(figure, out long now);
            bool isKept = kept.TryGetValue(figure, out long then);
            TestContext.Current.TestOutputHelper?.WriteLine($"{now,10:N0}  kept {then,10:N0}  {figure}");
            if (!isMeasured) differences.Add($"{figure}: kept and not measured");
            else if (!isKept) differences.Add($"{figure}: measured and not kept");
            else if (Math.Abs(now - then) > Tolerance) differences.Add($"{figure}: {now} now, {then} kept");
        }

        Assert.True(
            differences.Count == 0,
            "Run FORGE_SNAPSHOT_EMIT=true forge test --match-path 'test/gas/*' in contracts:\n" + string.Join('\n', differences));
    }

    /// <summary>What the gas tests measured, by "group: name".</summary>
    private Dictionary<string, long> Measured()
    {
        Assert.True(run.Failure.Length == 0, run.Failure);
        var figures = new Dictionary<string, long>();
        foreach (ForgeTestResult result in run.Results.Values)
        {
            foreach ((string figure, long gas) in result.Gas) figures[figure] = gas;
        }

        return figures;
    }

    private static Dictionary<string, long> Kept()
    {
        var figures = new Dictionary<string, long>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ProjectLayout.Contracts, "snapshots"), "*.json"))
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonProperty figure in json.RootElement.EnumerateObject())
            {
                string name = $"{Path.GetFileNameWithoutExtension(file)}: {figure.Name}";
                figures[name] = long.Parse(figure.Value.GetString()!, CultureInfo.InvariantCulture);
            }
        }

        return figures;
    }
}
