using FlZk.Ethereum;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Through a true node, the audit tells of what the participants did.</summary>
public sealed class MisbehaviourTests(TestExchange exchange)
{
    [Fact]
    public async Task A_published_model_that_differs_by_one_from_the_settled_one_is_found()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        Aggregator aggregator = exchange.NewAggregator();
        int round = await job.RevealAllAsync(aggregator);
        aggregator.Reached = static step =>
        {
            if (step == AggregatorStep.SettlementMined) throw new InvalidOperationException("stop here");
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => aggregator.SettleAsync(job.Id, round));
        AuditReport unpublished = await AuditAsync(job.Id);
        Assert.True(unpublished.Verdict == AuditVerdict.Unsettled, unpublished.ToText());

        // The contract cannot open C_Y and takes any bytes of the right length from whoever settled.
        await exchange.As(TestExchange.AggregatorIndex).Coordinator.Contract.SendAsync(
            "publishModel", [job.Id, round, 12345, PackedModel.Pack(TestJob.UpdateOf(0, round), 24)]);
        AuditReport report = await AuditAsync(job.Id);
        Assert.Equal(AuditVerdict.Invalid, report.Verdict);
        AuditCheck failed = Assert.Single(report.Jobs[0].Rounds[0].Checks, static check => !check.Passed);
        Assert.Equal("model", failed.Name);
        Assert.Contains("does not open", failed.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ExchangeException>(
            () => PublishedModels.ReadAsync(exchange.As(TestExchange.StrangerIndex), job.Id, round));
    }

    [Fact]
    public async Task A_running_and_a_failed_round_are_unsettled_not_invalid()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        await job.CommitAllAsync();
        AuditReport running = await AuditAsync(job.Id);
        Assert.True(running.Verdict == AuditVerdict.Unsettled, running.ToText());

        TestJob starved = await exchange.NewJobAsync(rounds: 1, minProviders: 2);
        await starved.Publisher.StartRoundAsync(starved.Id);
        await exchange.PassAsync(TimeSpan.FromMinutes(31));
        await starved.Publisher.PushRoundAsync(starved.Id);
        AuditReport failed = await AuditAsync(starved.Id);
        Assert.True(failed.Verdict == AuditVerdict.Unsettled, failed.ToText());
        Assert.Equal("Failed", failed.Jobs[0].Rounds[0].Phase);
    }

    [Fact]
    public async Task A_key_that_the_auditor_does_not_trust_and_a_job_that_is_not_there_are_told()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        using var web3 = new Web3(exchange.Url);
        var options = new AuditOptions { TrustedKeys = new HashSet<Hash32> { Keccak256.Hash("another key") } };
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange, options).AuditAsync(job.Id);
        Assert.Equal("trusted key", Assert.Single(report.Jobs[0].Checks, static check => !check.Passed).Name);
        await Assert.ThrowsAsync<ExchangeException>(() => new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(1_000_000));
        await Assert.ThrowsAnyAsync<FlZk.Ethereum.JsonRpc.ChainException>(
            () => new Auditor(web3, TestExchange.AccountOf(4).Address).AuditAsync());
    }

    private async Task<AuditReport> AuditAsync(ulong job)
    {
        using var web3 = new Web3(exchange.Url);
        return await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(job);
    }
}
