using FlZk.Ethereum;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Roles;

public sealed class OptimisticRoundTests(TestExchange exchange)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_proposal_that_nobody_challenges_pays_and_the_audit_says_that_nothing_was_proved()
    {
        TestJob job = await NewJobAsync();
        Aggregator aggregator = exchange.NewAggregator();
        int number = await job.RevealAllAsync(aggregator);
        RoundView before = await exchange.As(0).Coordinator.GetRoundAsync(job.Id, number);
        RoundProposed proposed = await aggregator.ProposeAsync(job.Id, number, "https://example.org/opening.json");
        Assert.Equal(proposed.Transaction, (await aggregator.ProposeAsync(job.Id, number, "https://example.org/opening.json")).Transaction);
        RoundProposal onChain = (await exchange.As(0).Coordinator.ProposalOfAsync(before.Id))!;
        Assert.Equal((aggregator.Address, proposed.ModelCommitment, proposed.ContentHash),
            (onChain.Proposer, onChain.ModelCommitment, onChain.ContentHash));
        Assert.Equal(proposed.ContentHash, ProposalOpening.HashOf(proposed.OpeningFile));

        // What anyone checks who thinks of challenging.
        var opening = ProposalOpening.Read(proposed.OpeningFile);
        RoundView view = await exchange.As(0).Coordinator.GetRoundAsync(job.Id, number);
        Assert.Null(opening.Fault(view, exchange.Keys.Generators));
        int[] other = opening.Model.ToArray();
        other[3]++;
        Assert.Contains(
            "not the average", (opening with { Model = other }).Fault(view, exchange.Keys.Generators), StringComparison.Ordinal);
        long[] sums = opening.Sums.ToArray();
        sums[3]++;
        Assert.NotNull((opening with { Sums = sums }).Fault(view, exchange.Keys.Generators));
        Assert.NotNull((opening with { TotalWeight = 1 }).Fault(view, exchange.Keys.Generators));

        Assert.Null(await job.Publisher.PushRoundAsync(job.Id));
        await exchange.PassAsync(Window + TimeSpan.FromSeconds(2));
        Assert.NotNull(await job.Publisher.PushRoundAsync(job.Id));
        Assert.Equal(RoundPhase.Finalised, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, number)).Phase);
        foreach (Provider provider in job.Providers) Assert.True((await provider.ClaimAsync(job.Id, number)).Amount > 0);
        AuditReport report = await AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Unproved, report.ToText());
        Assert.Null(await PublishedModels.ReadAsync(exchange.As(0), job.Id, number));
    }

    [Fact]
    public async Task A_challenged_proposal_is_proved_and_the_challenger_pays()
    {
        TestJob job = await NewJobAsync();
        string folder = exchange.NewFolder();
        int number = await job.RevealAllAsync(exchange.NewAggregator(folder));
        RoundProposed proposed = await exchange.NewAggregator(folder).ProposeAsync(job.Id, number, "ipfs://opening");
        ExchangeContracts challenger = exchange.As(TestExchange.StrangerIndex);
        RoundId round = challenger.Coordinator.RoundId(job.Id, number);
        var bond = await challenger.Settlement.ChallengeBondAsync(job.Id);
        await challenger.Token.ApproveAsync(challenger.StakeVault.Address, bond);
        await challenger.StakeVault.DepositAsync(bond);
        Assert.Null(await challenger.Settlement.GetChallengeAsync(round));
        await challenger.Settlement.ChallengeAsync(round);
        RoundChallenge challenge = (await challenger.Settlement.GetChallengeAsync(round))!;
        Assert.Equal((challenger.Sender, bond, false), (challenge.Challenger, challenge.Bond, challenge.IsResolved));

        RoundSettlement settlement = await exchange.NewAggregator(folder).SettleAsync(job.Id, number);
        Assert.Equal(proposed.ModelCommitment, settlement.ModelCommitment);
        var free = (await challenger.StakeVault.BondOfAsync(challenger.Sender)).Free;
        await challenger.Settlement.ResolveAsync(round);
        Assert.True((await challenger.Settlement.GetChallengeAsync(round))!.IsResolved);
        Assert.Equal(free, (await challenger.StakeVault.BondOfAsync(challenger.Sender)).Free);
        AuditReport report = await AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Valid, report.ToText());
    }

    private Task<TestJob> NewJobAsync() => exchange.NewJobAsync(
        rounds: 1, terms: static spec => spec with { Settlement = SettlementMode.Optimistic, ChallengeWindow = Window });

    private async Task<AuditReport> AuditAsync(ulong job)
    {
        using var web3 = new Web3(exchange.Url);
        return await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(job);
    }
}
