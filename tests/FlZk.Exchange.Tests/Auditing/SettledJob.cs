using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>One settled and paid round, audited through nodes of all kinds. Read only.</summary>
public sealed class SettledJob(TestExchange exchange) : IAsyncLifetime
{
    public ulong Id { get; private set; }

    public RoundSettlement Settlement { get; private set; } = null!;

    internal ExchangeContracts Contracts => exchange.As(TestExchange.StrangerIndex);

    public async ValueTask InitializeAsync()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        Id = job.Id;
        Settlement = await job.SettleRoundAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Audits the job through a node that lies as told.</summary>
    internal async Task<JobAudit> AuditAsync(Action<LyingNode>? lies = null)
    {
        using var node = new LyingNode(exchange.Url);
        lies?.Invoke(node);
        using var web3 = new Web3(node.Url);
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(Id);
        Assert.Equal(lies is not null, node.LiesTold > 0);
        JobAudit audit = Assert.Single(report.Jobs);
        Assert.Equal(audit.Verdict, report.Verdict);
        return audit;
    }

    /// <summary>Audits through a lying node and requires an invalid verdict by the check of this name.</summary>
    internal async Task<JobAudit> CaughtAsync(string check, Action<LyingNode> lies)
    {
        JobAudit audit = await AuditAsync(lies);
        Assert.Equal(AuditVerdict.Invalid, audit.Verdict);
        AuditCheck[] all = [.. audit.Checks, .. audit.Rounds.SelectMany(static round => round.Checks)];
        AuditCheck failed = Assert.Single(all, c => c.Name == check);
        Assert.False(
            failed.Passed,
            $"The check '{check}' passed; failed were: "
            + $"{string.Join("; ", all.Where(static c => !c.Passed).Select(static c => $"{c.Name}: {c.Reason}"))}");
        Assert.NotEmpty(failed.Reason);
        return audit;
    }
}
