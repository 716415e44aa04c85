using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Slashes, compensations and challenges: each has its reason and its exact amount, or is found.</summary>
public sealed class SlashAuditTests(TestExchange exchange)
{
    [Fact]
    public async Task A_silent_providers_slash_and_every_lie_about_it()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        Aggregator aggregator = exchange.NewAggregator();
        (int number, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, number, packages);
        await aggregator.PostReceiptsAsync(job.Id, number);
        await job.RevealAsync([.. intake.Receipts.Take(2)]);
        await PassAsync(job);
        await PassAsync(job);
        RoundId round = exchange.As(0).Coordinator.RoundId(job.Id, number);
        await exchange.As(TestExchange.StrangerIndex).Coordinator.ReportSilentProviderAsync(round, intake.Receipts[2].Provider);
        await aggregator.SettleAsync(job.Id, number);
        (await exchange.AuditAsync(job.Id)).Finds();

        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.StakeVault.Event("NodeSlashed"), 0, Lies.LastDigitChanged), "stakes", "slashes");
        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.StakeVault.Event("NodeSlashed"), 1, static _ => Lies.Word(1)),
            "stakes", "slashes");
        await exchange.FindsAsync(
            job.Id, static node => node.Hide(ExchangeAbi.StakeVault.Event("NodeSlashed")), "stakes", "slashes");
        await exchange.FindsAsync(
            job.Id, static node => node.Hide(ExchangeAbi.ModelCoordinator.Event("SilentProviderReported")), "slashes");
        await exchange.FindsAsync(job.Id, static node => node.Hide(ExchangeAbi.ModelCoordinator.Event("ReceiptPosted")), "slashes");
        AuditReport unfounded = await exchange.AuditAsync(
            job.Id, static node => node.EachEvent(ExchangeAbi.Reputation.Event("FaultRecorded"), static log => log["topics"]![1] =
                new Hash32(new byte[32]).ToString()));
        // Whether the score gives the lie away as well depends on what its provider had earned before.
        string[] failed = [.. Audits.Checks(unfounded).Where(static check => !check.Passed).Select(static check => check.Name)];
        Assert.Contains("slashes", failed);
        Assert.All(failed, static name => Assert.Contains(name, (string[])["slashes", "reputations"]));
    }

    [Fact]
    public async Task A_failed_rounds_compensation_and_every_lie_about_it()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        int number = await job.RevealAllAsync(exchange.NewAggregator());
        await exchange.PassAsync(TimeSpan.FromHours(4) + TimeSpan.FromSeconds(5));
        await job.Publisher.PushRoundAsync(job.Id);
        foreach (Provider provider in job.Providers) Assert.True((await provider.ClaimAsync(job.Id, number)).Amount > 0);
        AuditReport report = await exchange.AuditAsync(job.Id);
        report.Finds();
        Assert.Contains(report.Jobs[0].Rounds[0].Checks, static check => check.Name == "compensation");

        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.ModelCoordinator.Event("RoundFailed"), 1, Lies.LastDigitChanged),
            "slashes", "compensation");
        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.RewardDistributor.Event("RewardClaimed"), 1, Lies.LastDigitChanged),
            "compensation");
        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.RewardDistributor.Event("RewardsAccrued"), 1, Lies.LastDigitChanged),
            "compensation");
        await exchange.FindsAsync(job.Id, static node => node.Hide(ExchangeAbi.ModelCoordinator.Event("RoundFailed")),
            "bounty", "slashes", "compensation");
    }

    [Fact]
    public async Task A_proposal_that_was_challenged_and_never_proved_and_every_lie_about_it()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, terms: static spec => spec with
        {
            Settlement = SettlementMode.Optimistic,
            ChallengeWindow = TimeSpan.FromHours(1),
        });
        string folder = exchange.NewFolder();
        int number = await job.RevealAllAsync(exchange.NewAggregator(folder));
        await exchange.NewAggregator(folder).ProposeAsync(job.Id, number, "ipfs://opening");
        ExchangeContracts challenger = exchange.As(TestExchange.StrangerIndex);
        RoundId round = challenger.Coordinator.RoundId(job.Id, number);
        var bond = await challenger.Settlement.ChallengeBondAsync(job.Id);
        await challenger.Token.ApproveAsync(challenger.StakeVault.Address, bond);
        await challenger.StakeVault.DepositAsync(bond);
        await challenger.Settlement.ChallengeAsync(round);
        await exchange.PassAsync(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(5));
        await job.Publisher.PushRoundAsync(job.Id);
        await challenger.Settlement.ResolveAsync(round);
        (await exchange.AuditAsync(job.Id)).Finds();

        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.OptimisticSettlement.Event("ChallengeResolved"), 0, static _ => Lies.Word(0)),
            "challenge");
        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.OptimisticSettlement.Event("ChallengeResolved"), 1, static _ => Lies.Word(7)),
            "challenge");
        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.OptimisticSettlement.Event("ProposalChallenged"), 0, Lies.LastDigitChanged),
            "challenge");
        await exchange.FindsAsync(
            job.Id, static node => node.Hide(ExchangeAbi.OptimisticSettlement.Event("ProposalChallenged")), "challenge");
        await exchange.FindsAsync(
            job.Id, static node => node.EachWord(ExchangeAbi.StakeVault.Event("ChallengerRewarded"), 0, Lies.LastDigitChanged),
            "stakes", "slashes");
    }

    [Fact]
    public async Task A_proposals_own_file_proves_it_and_another_does_not()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, terms: static spec => spec with
        {
            Settlement = SettlementMode.Optimistic,
            ChallengeWindow = TimeSpan.FromHours(1),
        });
        Aggregator aggregator = exchange.NewAggregator();
        int number = await job.RevealAllAsync(aggregator);
        RoundProposed proposed = await aggregator.ProposeAsync(job.Id, number, "ipfs://opening");
        await exchange.PassAsync(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(2));
        await job.Publisher.PushRoundAsync(job.Id);
        Assert.Equal(AuditVerdict.Unproved, (await exchange.AuditAsync(job.Id)).Verdict);
        AuditReport opened = await exchange.AuditAsync(job.Id, options: new AuditOptions { Openings = [proposed.OpeningFile] });
        opened.Finds();
        Assert.Equal(AuditVerdict.Valid, opened.Verdict);
        string other = Path.Combine(exchange.NewFolder(), "other.json");
        await File.WriteAllTextAsync(other, await File.ReadAllTextAsync(proposed.OpeningFile) + "\n");
        (await exchange.AuditAsync(job.Id, options: new AuditOptions { Openings = [other] })).Finds("opening");
    }

    private async Task PassAsync(TestJob job)
    {
        await exchange.PassAsync(TimeSpan.FromMinutes(31));
        await job.Publisher.PushRoundAsync(job.Id);
    }
}
