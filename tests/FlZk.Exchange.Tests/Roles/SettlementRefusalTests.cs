using FlZk.Bn254;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Exchange.Tests.Roles;

public sealed class SettlementRefusalTests(TestExchange exchange)
{
    [Fact]
    public async Task The_contract_refuses_another_model_another_weight_a_flipped_byte_and_a_strangers_call_and_takes_the_honest_proof()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        await job.RevealAsync((await exchange.NewAggregator().AcceptAsync(job.Id, round, packages)).Receipts);
        RoundId id = packages[0].Round;
        var prover = new FedAvgProver(exchange.Keys, exchange.Witnesses, new NativeProver());
        FedAvgInputs inputs = Inputs(packages, id.ContextFor(TestExchange.AccountOf(TestExchange.AggregatorIndex).Address), 0);
        AggregateProof honest = (await prover.ProveAsync(inputs)).Proof;

        // C_Y of a model that differs by one at one coordinate.
        var shifted = new VectorCommitment(honest.Model.Point + PedersenGenerators.ValueGenerator(4));
        await RejectedAsync(job.Id, honest with { Model = shifted });

        // A valid proof, for a total weight that is not the sum of what was revealed.
        AggregateProof heavier = (await prover.ProveAsync(Inputs(packages, inputs.Context, 1))).Proof;
        await RejectedAsync(job.Id, heavier);

        // A valid proof, for another aggregator's context.
        AggregateProof foreign = (await prover.ProveAsync(
            inputs with { Context = id.ContextFor(TestExchange.AccountOf(TestExchange.BackupIndex).Address) })).Proof;
        await RejectedAsync(job.Id, foreign);

        await FlippedBytesAreRefusedAsync(job.Id, honest);

        // Another chunk order, a chunk proved twice, too few chunks.
        await RejectedAsync(job.Id, honest with { Chunks = [honest.Chunks[1], honest.Chunks[0]] });
        await RejectedAsync(job.Id, honest with { Chunks = [honest.Chunks[0], honest.Chunks[0]] });
        Assert.Equal(
            "ChunkCountWrong", await RefusalAsync(TestExchange.AggregatorIndex, job.Id, honest with { Chunks = [honest.Chunks[0]] }));

        // A proof copied from the mempool.
        Assert.Equal("CallerNotAggregator", await RefusalAsync(TestExchange.StrangerIndex, job.Id, honest));

        await Settle(TestExchange.AggregatorIndex, job.Id, honest);
        Assert.Equal(RoundPhase.Publishing, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, round)).Phase);
    }

    [Fact]
    public async Task A_whole_rounds_proof_does_not_settle_another_round()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 2);
        AggregateProof old = (await job.SettleRoundAsync(claim: false)).Proof;
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        Aggregator aggregator = exchange.NewAggregator();
        await job.RevealAsync((await aggregator.AcceptAsync(job.Id, round, packages)).Receipts);
        await RejectedAsync(job.Id, old);
        Assert.Equal(round, (await aggregator.SettleAsync(job.Id, round)).Round.Round);
    }

    [Fact]
    public async Task A_late_aggregator_fails_the_round_and_everybody_gets_stake_and_compensation()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, withBackup: false);
        string folder = exchange.NewFolder();
        int round = await job.RevealAllAsync(exchange.NewAggregator(folder));
        await exchange.PassAsync(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        Assert.Equal("CallerNotAggregator", await ErrorOfAsync(() => exchange.NewAggregator(folder).SettleAsync(job.Id, round)));
        Assert.NotNull(await job.Publisher.PushRoundAsync(job.Id));
        Assert.Equal(RoundPhase.Failed, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, round)).Phase);
        await Assert.ThrowsAsync<ExchangeException>(() => exchange.NewAggregator(folder).SettleAsync(job.Id, round));

        var compensation = System.Numerics.BigInteger.Zero;
        foreach (Provider provider in job.Providers)
        {
            compensation += (await provider.ClaimAsync(job.Id, round)).Amount;
            Bond before = await provider.Contracts.StakeVault.BondOfAsync(provider.Address);
            await provider.LeaveAsync(job.Id);
            Bond bond = await provider.Contracts.StakeVault.BondOfAsync(provider.Address);
            Assert.Equal(before.Free + (10 * TestExchange.Token), bond.Free);
        }

        // Half of the aggregator's bond of 50 goes to those it harmed.
        Assert.Equal(25 * TestExchange.Token, compensation);
        Assert.NotNull((await job.Publisher.CloseAsync(job.Id)).Refund);
    }

    [Fact]
    public async Task The_backup_settles_what_a_late_aggregator_left()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        IntakeResult intake = await exchange.NewAggregator().AcceptAsync(job.Id, round, packages);
        Aggregator backup = exchange.NewAggregator(index: TestExchange.BackupIndex);
        await backup.AcceptAsync(job.Id, round, packages);
        await job.RevealAsync(intake.Receipts);
        await exchange.PassAsync(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        RoundSettlement settlement = await backup.SettleAsync(job.Id, round);
        Assert.Equal(backup.Address, (await exchange.As(0).Coordinator.GetRoundAsync(job.Id, round)).SettledBy);
        Assert.Equal(3, settlement.Contributions.Count);
    }

    private static FedAvgInputs Inputs(List<DeliveryPackage> packages, Fr context, long extraWeight)
    {
        long total = packages.Sum(static p => p.Weight) + extraWeight;
        var sums = new long[TestExchange.Dimension];
        var model = new int[sums.Length];
        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] = packages.Sum(p => p.Weight * p.Values.Span[j]);
            model[j] = (int)Math.Floor((decimal)(sums[j] + (total / 2)) / total);
        }

        return new FedAvgInputs
        {
            Context = context,
            TotalWeight = total,
            Sums = sums,
            Model = model,
            SumBlinding = VectorCommitment.WeightedBlinding(
                [.. packages.Select(static p => p.Blinding)], [.. packages.Select(static p => p.Weight)]),
        };
    }

    private async Task FlippedBytesAreRefusedAsync(ulong job, AggregateProof honest)
    {
        byte[] call = exchange.As(TestExchange.AggregatorIndex).Coordinator.Contract.Abi.Function("verifyAggregate").EncodeCall(
            job, honest.ToAbi());

        // The last byte of C_Y's x, of pi's y, and of every word of the first chunk.
        int proof = 4 + 64;
        foreach (int word in (int[])[0, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
        {
            byte[] changed = [.. call];
            changed[proof + (word * 32) + 31] ^= 1;
            var request = new TransactionRequest
            {
                From = TestExchange.AccountOf(TestExchange.AggregatorIndex).Address,
                To = exchange.Addresses.Coordinator,
                Data = changed,
            };
            await Assert.ThrowsAsync<TransactionRevertedException>(() => exchange.Client.CallAsync(request));
        }
    }

    private async Task RejectedAsync(ulong job, AggregateProof proof) =>
        Assert.Equal("AggregateProofRejected", await RefusalAsync(TestExchange.AggregatorIndex, job, proof));

    private Task<string?> RefusalAsync(int account, ulong job, AggregateProof proof) => ErrorOfAsync(() => Settle(account, job, proof));

    private static async Task<string?> ErrorOfAsync(Func<Task> send) =>
        (await Assert.ThrowsAsync<TransactionRevertedException>(send)).ErrorName;

    private Task<TransactionReceipt> Settle(int account, ulong job, AggregateProof proof) =>
        exchange.As(account).Coordinator.Contract.SendAsync("verifyAggregate", [job, proof.ToAbi()]);
}
