using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Audits of a test's job, through the true node or one that lies.</summary>
internal static class Audits
{
    /// <summary>Audits a job and gives the report.</summary>
    public static async Task<AuditReport> AuditAsync(
        this TestExchange exchange, ulong job, Action<LyingNode>? lies = null, AuditOptions? options = null)
    {
        using var node = new LyingNode(exchange.Url);
        lies?.Invoke(node);
        using var web3 = new Web3(node.Url);
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange, options).AuditAsync(job);
        Assert.Equal(lies is not null, node.LiesTold > 0);
        return report;
    }

    /// <summary>Requires that of all checks exactly these fail.</summary>
    public static void Finds(this AuditReport report, params string[] findings)
    {
        AuditCheck[] failed = [.. Checks(report).Where(static check => !check.Passed)];
        Assert.True(
            failed.Select(static check => check.Name).Distinct().Order(StringComparer.Ordinal)
                .SequenceEqual(findings.Order(StringComparer.Ordinal)),
            report.ToText());
        Assert.Equal(findings.Length > 0, report.Verdict == AuditVerdict.Invalid);
    }

    /// <summary>Audits through a node that lies and requires exactly these findings.</summary>
    public static async Task FindsAsync(this TestExchange exchange, ulong job, Action<LyingNode> lies, params string[] findings) =>
        (await exchange.AuditAsync(job, lies)).Finds(findings);

    /// <summary>Every check of a report.</summary>
    public static IEnumerable<AuditCheck> Checks(AuditReport report) =>
        [.. report.Checks, .. report.Jobs.SelectMany(static job => job.Checks.Concat(job.Rounds.SelectMany(static round => round.Checks)))];
}
