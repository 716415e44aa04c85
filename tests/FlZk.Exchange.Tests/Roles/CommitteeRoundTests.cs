using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Roles;

public sealed class CommitteeRoundTests(TestExchange exchange)
{
    [Fact]
    public async Task A_committee_is_drawn_by_the_aggregators_signature_and_settles_the_round_without_the_others()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, terms: static spec => spec with { CommitteeSize = 2 });
        Aggregator aggregator = exchange.NewAggregator();
        (int number, _) = await job.Publisher.StartRoundAsync(job.Id);
        RoundId round = exchange.As(0).Coordinator.RoundId(job.Id, number);
        Assert.Equal(RoundPhase.Drawing, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, number)).Phase);
        CommitteeRequest request = (await exchange.As(0).Selector.RequestOfAsync(round))!;
        Assert.Equal((2, 3, false), (request.Members, request.Candidates, request.IsFulfilled));
        await exchange.PassAsync(TimeSpan.FromSeconds(1));
        await exchange.PassAsync(TimeSpan.FromSeconds(1));
        Assert.NotNull(await aggregator.DrawCommitteeAsync(job.Id, number));
        Assert.Null(await aggregator.DrawCommitteeAsync(job.Id, number));

        IReadOnlyList<Address> committee = await exchange.As(0).Selector.CommitteeOfAsync(round);
        Assert.Equal(2, committee.Distinct().Count());
        var packages = new List<DeliveryPackage>();
        // The others first: the last member's commit ends the phase.
        foreach (int i in Enumerable.Range(0, job.Providers.Count).OrderBy(i => committee.Contains(job.Providers[i].Address)))
        {
            Provider provider = job.Providers[i];
            bool member = await exchange.As(0).Selector.IsMemberAsync(round, provider.Address);
            Assert.Equal(committee.Contains(provider.Address), member);
            Task<ProviderCommit> commit = provider.CommitAsync(job.Id, TestJob.UpdateOf(i, number), TestJob.WeightOf(i));
            if (member) packages.Add((await commit).Package);
            else Assert.Equal("NotEligible", (await Assert.ThrowsAsync<TransactionRevertedException>(() => commit)).ErrorName);
        }

        IntakeResult intake = await aggregator.AcceptAsync(job.Id, number, packages);
        await job.RevealAsync(intake.Receipts);
        RoundSettlement settlement = await aggregator.SettleAsync(job.Id, number);
        Assert.Equal(2, settlement.Contributions.Count);
        using var web3 = new Web3(exchange.Url);
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Valid, report.ToText());
    }
}
