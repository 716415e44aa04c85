using System.Security.Cryptography;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Statements;

namespace FlZk.Exchange.Tests.Roles;

public sealed class IntakeTests(TestExchange exchange)
{
    [Fact]
    public async Task A_wrong_opening_is_refused_alone_and_the_round_goes_on_without_it()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        int[] others = packages[1].Values.ToArray();
        others[3]++;
        packages[1] = packages[1] with { Values = others };
        await SettlesWithoutAsync(job, round, packages, refused: 1, "do not open the commitment");
    }

    [Fact]
    public async Task A_value_out_of_range_is_refused_alone_and_the_round_goes_on_without_it()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        RoundId id = exchange.As(0).Coordinator.RoundId(job.Id, round);
        var packages = new List<DeliveryPackage>();
        for (int i = 0; i < 3; i++)
        {
            int[] values = TestJob.UpdateOf(i, round);
            if (i == 2) values[5] = 8_388_608;
            if (i < 2)
            {
                packages.Add((await job.Providers[i].CommitAsync(job.Id, values, TestJob.WeightOf(i))).Package);
                continue;
            }

            // Our own provider refuses to commit to this, so it is done by hand: its commitment opens.
            await Assert.ThrowsAsync<ExchangeException>(() => job.Providers[i].CommitAsync(job.Id, values, TestJob.WeightOf(i)));
            packages.Add(Prepare(id, job.Providers[i].Address, values, TestJob.WeightOf(i)));
            await job.Providers[i].Contracts.Coordinator.CommitUpdateAsync(job.Id, packages[i].CommitHash);
        }

        await SettlesWithoutAsync(job, round, packages, refused: 2, "Value 5 is 8388608");
    }

    [Fact]
    public async Task Another_weight_or_salt_or_commitment_than_committed_is_refused()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        DeliveryPackage honest = packages[0];
        DeliveryPackage recommitted = Prepare(honest.Round, honest.Provider, honest.Values.ToArray(), honest.Weight);
        foreach (DeliveryPackage changed in (DeliveryPackage[])
        [
            honest with { Weight = honest.Weight + 1 },
            honest with { Salt = Keccak256.Hash("another salt") },
            recommitted with { Salt = honest.Salt },
            honest with { Round = honest.Round with { Round = round + 1 } },
            honest with { Provider = packages[1].Provider },
            honest with { Weight = 0 },
        ])
        {
            IntakeResult intake = await exchange.NewAggregator().AcceptAsync(job.Id, round, [changed]);
            Assert.Empty(intake.Receipts);
            Assert.Single(intake.Refusals);
        }

        Assert.Single((await exchange.NewAggregator().AcceptAsync(job.Id, round, [honest])).Receipts);
    }

    [Fact]
    public async Task Deliveries_before_the_commit_phase_is_over_are_not_looked_at()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        ProviderCommit commit = await job.Providers[0].CommitAsync(job.Id, TestJob.UpdateOf(0, round), 5);
        await Assert.ThrowsAsync<ExchangeException>(() => exchange.NewAggregator().AcceptAsync(job.Id, round, [commit.Package]));
    }

    [Fact]
    public async Task A_copied_commit_gets_no_receipt_and_cannot_be_revealed_even_with_one()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, _) = await job.Publisher.StartRoundAsync(job.Id);
        DeliveryPackage victim = (await job.Providers[0].CommitAsync(job.Id, TestJob.UpdateOf(0, round), 100)).Package;
        Provider thief = job.Providers[1];
        await thief.Contracts.Coordinator.CommitUpdateAsync(job.Id, victim.CommitHash);
        await job.Providers[2].CommitAsync(job.Id, TestJob.UpdateOf(2, round), 100);

        // Even with the victim's whole opening in hand.
        DeliveryPackage stolen = victim with { Provider = thief.Address };
        Aggregator aggregator = exchange.NewAggregator();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, round, [stolen]);
        Assert.Equal(thief.Address, Assert.Single(intake.Refusals).Provider);

        ContributionReceipt receipt = ContributionReceipt.Sign(
            TestExchange.AccountOf(TestExchange.AggregatorIndex), stolen.Round, thief.Address, stolen.Commitment, stolen.Weight);
        TransactionRevertedException refusal = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => thief.Contracts.Coordinator.SubmitUpdateAsync(stolen, receipt));
        Assert.Equal("CommitmentMismatch", refusal.ErrorName);
    }

    [Fact]
    public async Task A_receipt_of_a_stranger_is_refused_by_the_provider_and_by_the_contract()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int _, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        DeliveryPackage mine = packages[0];
        ContributionReceipt forged = ContributionReceipt.Sign(
            TestExchange.AccountOf(TestExchange.StrangerIndex), mine.Round, mine.Provider, mine.Commitment, mine.Weight);
        await Assert.ThrowsAsync<ExchangeException>(() => job.Providers[0].RevealAsync(forged));
        TransactionRevertedException refusal = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => job.Providers[0].Contracts.Coordinator.SubmitUpdateAsync(mine, forged));
        Assert.Equal("ReceiptInvalid", refusal.ErrorName);

        ContributionReceipt others = ContributionReceipt.Sign(
            TestExchange.AccountOf(TestExchange.AggregatorIndex), mine.Round, mine.Provider, mine.Commitment, mine.Weight + 1);
        await Assert.ThrowsAsync<ExchangeException>(() => job.Providers[0].RevealAsync(others));
    }

    [Fact]
    public async Task A_strangers_aggregator_refuses_the_job()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        await Assert.ThrowsAsync<ExchangeException>(
            () => exchange.NewAggregator(index: TestExchange.StrangerIndex).AcceptAsync(job.Id, round, packages));
    }

    private static DeliveryPackage Prepare(RoundId round, Address provider, int[] values, long weight)
    {
        Fr blinding = VectorCommitment.FreshBlinding();
        return new DeliveryPackage
        {
            Round = round,
            Provider = provider,
            Values = values,
            Weight = weight,
            Blinding = blinding,
            Salt = new Hash32(RandomNumberGenerator.GetBytes(32)),
            Commitment = VectorCommitment.Commit(PedersenGenerators.Derive(values.Length), values, blinding).Point,
        };
    }

    private async Task SettlesWithoutAsync(TestJob job, int round, List<DeliveryPackage> packages, int refused, string reason)
    {
        Aggregator aggregator = exchange.NewAggregator();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, round, packages);
        DeliveryRefusal refusal = Assert.Single(intake.Refusals);
        Assert.Equal(packages[refused].Provider, refusal.Provider);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(2, intake.Receipts.Count);
        await job.RevealAsync(intake.Receipts);
        await Assert.ThrowsAsync<ExchangeException>(() => aggregator.SettleAsync(job.Id, round));

        // Nobody waits for the third: delivery and reveals end by the clock, and anyone can say so.
        Assert.Null(await job.Publisher.PushRoundAsync(job.Id));
        await exchange.PassAsync(TimeSpan.FromMinutes(31));
        Assert.NotNull(await job.Publisher.PushRoundAsync(job.Id));
        await exchange.PassAsync(TimeSpan.FromMinutes(31));
        Assert.NotNull(await job.Publisher.PushRoundAsync(job.Id));
        RoundSettlement settlement = await aggregator.SettleAsync(job.Id, round);
        Assert.Equal(2, settlement.Contributions.Count);
        Assert.DoesNotContain(packages[refused].Provider, settlement.Contributions.Select(static c => c.Provider));
    }
}
