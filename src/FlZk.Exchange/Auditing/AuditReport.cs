using System.Globalization;
using System.Text;

namespace FlZk.Exchange.Auditing;

/// <summary>What an auditor found, job by job and round by round, and what its verdict does not cover.</summary>
public sealed record AuditReport
{
    /// <summary>The record's format.</summary>
    public string Schema { get; init; } = "flzk/audit/1";

    /// <summary>The chain's id (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The exchange that was audited.</summary>
    public required string Exchange { get; init; }

    /// <summary>The block up to which the chain was read.</summary>
    public required ulong Block { get; init; }

    /// <summary>The conclusion: invalid when any job is, else valid when at least one round was settled.</summary>
    public required AuditVerdict Verdict { get; init; }

    /// <summary>Checks that concern the exchange as a whole.</summary>
    public required IReadOnlyList<AuditCheck> Checks { get; init; }

    /// <summary>Who may change what, and which code runs, at the audit's block.</summary>
    public IReadOnlyList<AuditFact> Facts { get; init; } = [];

    /// <summary>The jobs that were audited.</summary>
    public required IReadOnlyList<JobAudit> Jobs { get; init; }

    /// <summary>What the verdict says nothing about; to be shown wherever the verdict is.</summary>
    public IReadOnlyList<string> NotCovered { get; init; } = AuditScope.NotCovered;

    /// <summary>The report as plain text: a verdict per round with its checks, and the limits of the verdict.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Audit of {Exchange} on chain {ChainId} up to block {Block}: {Name(Verdict)}");
        AppendChecks(text, Checks);
        AppendFacts(text, Facts);
        foreach (JobAudit job in Jobs)
        {
            text.AppendLine().AppendLine(
                CultureInfo.InvariantCulture, $"Job {job.Job}: {Name(job.Verdict)} (verifier {job.Verifier}, key {job.KeyId})");
            AppendChecks(text, job.Checks);
            AppendFacts(text, job.Facts);
            foreach (RoundAudit round in job.Rounds)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  Round {round.Round} ({round.Phase}): {Name(round.Verdict)}");
                AppendChecks(text, round.Checks);
            }
        }

        text.AppendLine().AppendLine("Not covered by this verdict:");
        foreach (string limit in NotCovered) text.Append("  - ").AppendLine(limit);
        return text.ToString();
    }

    private static string Name(AuditVerdict verdict) => verdict.ToString().ToUpperInvariant();

    private static void AppendChecks(StringBuilder text, IReadOnlyList<AuditCheck> checks)
    {
        foreach (AuditCheck check in checks)
            text.AppendLine(CultureInfo.InvariantCulture, $"    {(check.Passed ? "pass" : "FAIL")}  {check.Name}: {check.Reason}");
    }

    private static void AppendFacts(StringBuilder text, IReadOnlyList<AuditFact> facts)
    {
        foreach (AuditFact fact in facts)
        {
            string when = fact.Block == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" in block {fact.Block}");
            text.AppendLine(CultureInfo.InvariantCulture, $"    fact  {fact.Kind}: {fact.Text}{when}");
        }
    }
}
