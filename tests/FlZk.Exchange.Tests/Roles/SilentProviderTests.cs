using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Roles;

public sealed class SilentProviderTests(TestExchange exchange)
{
    [Fact]
    public async Task The_aggregator_reveals_for_who_delivered_and_falls_silent_and_the_round_settles_with_all()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        Aggregator aggregator = exchange.NewAggregator();
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, round, packages);
        await job.RevealAsync([intake.Receipts[0]]);
        IReadOnlyList<(Address Provider, Exchange.Contracts.SentTransaction Transaction)> pushed =
            await aggregator.PushRevealsAsync(job.Id, round);
        Assert.Equal(2, pushed.Count);
        Assert.DoesNotContain(pushed, p => p.Provider == job.Providers[0].Address);
        Assert.Empty(await aggregator.PushRevealsAsync(job.Id, round));
        RoundSettlement settlement = await aggregator.SettleAsync(job.Id, round);
        Assert.Equal(3, settlement.Contributions.Count);
        foreach (Provider provider in job.Providers) Assert.True((await provider.ClaimAsync(job.Id, round)).Amount > 0);
        using var web3 = new Web3(exchange.Url);
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Valid, report.ToText());
    }

    [Fact]
    public async Task A_posted_receipt_and_no_reveal_costs_stake_and_only_then()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        Aggregator aggregator = exchange.NewAggregator();
        (int number, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, number, packages);
        Assert.Equal(3, (await aggregator.PostReceiptsAsync(job.Id, number)).Count);
        Assert.Empty(await aggregator.PostReceiptsAsync(job.Id, number));
        await job.RevealAsync([.. intake.Receipts.Take(2)]);
        Address silent = intake.Receipts[2].Provider;
        RoundId round = exchange.As(0).Coordinator.RoundId(job.Id, number);
        await Assert.ThrowsAsync<TransactionRevertedException>(
            () => exchange.As(TestExchange.StrangerIndex).Coordinator.ReportSilentProviderAsync(round, silent));
        await exchange.PassAsync(TimeSpan.FromMinutes(31));
        await job.Publisher.PushRoundAsync(job.Id);
        await exchange.PassAsync(TimeSpan.FromMinutes(31));
        await job.Publisher.PushRoundAsync(job.Id);
        var before = await exchange.As(0).StakeVault.LockedForAsync(silent, job.Id);
        await exchange.As(TestExchange.StrangerIndex).Coordinator.ReportSilentProviderAsync(round, silent);
        Assert.Equal(before * 9 / 10, await exchange.As(0).StakeVault.LockedForAsync(silent, job.Id));
        Assert.Equal("ProviderNotSilent", (await Assert.ThrowsAsync<TransactionRevertedException>(
            () => exchange.As(TestExchange.StrangerIndex).Coordinator.ReportSilentProviderAsync(
                round, intake.Receipts[0].Provider))).ErrorName);
        Assert.Equal(2, (await aggregator.SettleAsync(job.Id, number)).Contributions.Count);
    }

    [Fact]
    public async Task A_proof_and_a_model_too_long_for_one_call_settle_in_parts_and_audit_the_same()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        Aggregator aggregator = exchange.NewAggregator();
        aggregator.MaxChunksPerCall = 1;
        aggregator.MaxModelBytesPerCall = 20;
        int round = await job.RevealAllAsync(aggregator);
        RoundSettlement settlement = await aggregator.SettleAsync(job.Id, round);
        Assert.Equal(2, settlement.Proof.Chunks.Count);
        Assert.Equal(settlement.Settlement, (await aggregator.SettleAsync(job.Id, round)).Settlement);
        Assert.InRange(await exchange.As(0).Coordinator.PublishedBytesAsync(exchange.As(0).Coordinator.RoundId(job.Id, round)), 20, 1000);
        PublishedModel model = (await PublishedModels.ReadAsync(exchange.As(0), job.Id, round))!;
        Assert.Equal(settlement.Proof.Model.Point, model.Commitment);
        using var web3 = new Web3(exchange.Url);
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Valid, report.ToText());
    }
}
