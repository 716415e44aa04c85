using System.Globalization;
using System.Numerics;
using Spectre.Console;

namespace FlZk.Cli.Demo;

/// <summary>A demo's report for a person: one table per round, and the auditor's verdict.</summary>
internal static class DemoView
{
    private static readonly BigInteger TokenUnit = BigInteger.Pow(10, 18);

    public static void Write(IAnsiConsole console, DemoReport report)
    {
        DemoJob job = report.Job;
        console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Job {job.Id} of exchange {job.Exchange} on chain {report.ChainId}"));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{job.Data}; {job.Parameters:N0} parameters in {job.Chunks} chunk(s) of {job.Circuit}; bounty {Tokens(job.Bounty)}"));
        console.WriteLine(
            $"Proved with {report.Backend}, aggregated on {report.Device}; accuracy before training {Percent(job.InitialAccuracy)}");
        foreach (DemoRound round in report.Rounds) console.Write(RoundTable(round));
        WriteAudit(console, report.Audit);
    }

    public static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static Table RoundTable(DemoRound round)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("what").AddColumn("value");
        table.Title = new TableTitle($"Round {round.Round}");
        table.AddRow("held-out accuracy", $"{Percent(round.Accuracy)} federated, {Percent(round.SingleProviderAccuracy)} a provider alone");
        table.AddRow("statement", string.Create(
            CultureInfo.InvariantCulture,
            $"{round.Providers} providers, total weight {round.TotalWeight:N0}, {round.Parameters:N0} parameters, {round.Constraints:N0} "
            + $"constraints"));
        table.AddRow("model commitment", Short(round.ModelCommitment));
        table.AddRow("proof on chain", round.ProofVerified ? "verified" : "REFUSED");
        DemoTimings ms = round.TimingsMs;
        table.AddRow("ms", string.Create(
            CultureInfo.InvariantCulture,
            $"train {ms.Train:F0}, quantise {ms.Quantise:F1}, commit {ms.Commit:F0}, aggregate {ms.Aggregate:F1}, witness {ms.Witness:F0}, "
            + $"prove {ms.Prove:F0}, link {ms.Link:F0}, verify {ms.Verify:F0}, submit {ms.Submit:F0}"));
        DemoGas gas = round.Gas;
        table.AddRow("gas", string.Create(
            CultureInfo.InvariantCulture,
            $"commitUpdate {gas.CommitUpdate:N0}, submitUpdate {gas.SubmitUpdate:N0}, verifyAggregate {gas.VerifyAggregate:N0}, "
            + $"publishModel {gas.PublishModel:N0}, claim {gas.Claim:N0}"));
        table.AddRow("rewards", string.Join(", ", round.Rewards.Select(reward => $"{Short(reward.Provider)} {Tokens(reward.Amount)}")));
        return table;
    }

    private static void WriteAudit(IAnsiConsole console, DemoAudit audit)
    {
        console.WriteLine($"Audit from the chain alone: {audit.Verdict.ToUpperInvariant()}");
        foreach (DemoAuditRound round in audit.Rounds)
        {
            string failed = round.Failed.Count == 0 ? string.Empty : $"; failed: {string.Join("; ", round.Failed)}";
            console.WriteLine($"  round {round.Round}: {round.Verdict} ({round.Checks} checks{failed})");
        }

        console.WriteLine("Not covered by this verdict:");
        foreach (string limit in audit.NotCovered) console.WriteLine($"  - {limit}");
    }

    private static string Tokens(BigInteger amount)
    {
        // Exact in thousandths: a reward is for reading here, the JSON has every digit.
        decimal thousandths = (decimal)(amount * 1000 / TokenUnit);
        return (thousandths / 1000).ToString("N3", CultureInfo.InvariantCulture) + " FLT";
    }

    // Enough to recognise it by; the JSON has every digit.
    private static string Short(string hexadecimal) => $"{hexadecimal[..6]}..{hexadecimal[^4..]}";
}
