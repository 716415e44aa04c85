using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Statements;

namespace FlZk.Exchange.Tests.Rounds;

/// <summary>Contribution proofs from the prover to the chain: alone, together, refused, and punished when their provider stands for one
/// that fails.</summary>
public sealed class ContributionProofTests(TestExchange exchange)
{
    private static readonly UInt128 Bound = (UInt128)1 << 52;

    [Fact]
    public async Task Proved_updates_are_revealed_alone_and_together_and_the_round_settles_with_them()
    {
        (TestJob job, RoundId round, List<DeliveryPackage> packages, IntakeResult intake, Aggregator aggregator) = await DeliveredAsync();
        ReadOnlyMemory<byte>[] proofs = await ProofsAsync(packages);

        Assert.Equal("ContributionProofRequired", await RefusalAsync(job.RevealAsync([intake.Receipts[0]])));
        Assert.Equal(
            "ContributionProofRejected",
            await RefusalAsync(job.Providers[0].RevealAsync(Receipt(intake, packages[0]), proofs[1])));
        Assert.NotNull(await job.Providers[0].RevealAsync(Receipt(intake, packages[0]), proofs[0]));

        // Of a batch with one proof too many that fails, nothing is revealed; without it all is, by somebody else.
        ModelCoordinatorContract stranger = exchange.As(TestExchange.StrangerIndex).Coordinator;
        Assert.Equal("ContributionProofRejected", await RefusalAsync(stranger.SubmitProvedUpdatesAsync(round, Batch(proofs[1], proofs[1]))));
        Assert.Equal(BigInteger.Zero, await stranger.RevealedWeightAsync(round, packages[1].Provider));
        await stranger.SubmitProvedUpdatesAsync(round, Batch(proofs[1], proofs[2]));
        for (int i = 0; i < packages.Count; i++)
            Assert.Equal(TestJob.WeightOf(i), await stranger.RevealedWeightAsync(round, packages[i].Provider));
        await aggregator.SettleAsync(job.Id, round.Round);
        foreach (Provider provider in job.Providers) Assert.True((await provider.ClaimAsync(job.Id, round.Round)).Amount > 0);
        using var web3 = new Web3(exchange.Url);
        AuditReport report = await new Auditor(web3, exchange.Addresses.Exchange).AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Valid, report.ToText());

        (DeliveryPackage, ContributionReceipt, ReadOnlyMemory<byte>)[] Batch(ReadOnlyMemory<byte> second, ReadOnlyMemory<byte> third) =>
            [(packages[1], Receipt(intake, packages[1]), second), (packages[2], Receipt(intake, packages[2]), third)];
    }

    [Fact]
    public async Task An_update_above_the_bound_has_no_proof_here_and_none_that_the_chain_takes()
    {
        (TestJob job, _, List<DeliveryPackage> packages, IntakeResult intake, _) = await DeliveredAsync(1 << 20);
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => ProveAsync(packages[0], 1 << 20));
        Assert.Contains("above the bound", refusal.Message, StringComparison.Ordinal);
        ReadOnlyMemory<byte> wider = await ProveAsync(packages[0], Bound);
        Assert.Equal(
            "ContributionProofRejected",
            await RefusalAsync(job.Providers[0].RevealAsync(Receipt(intake, packages[0]), wider)));
    }

    [Fact]
    public async Task A_signed_proof_that_fails_costs_its_provider_a_fifth_of_its_stake_once()
    {
        (TestJob job, RoundId round, List<DeliveryPackage> packages, _, _) = await DeliveredAsync();
        DeliveryPackage package = packages[1];
        Account provider = TestExchange.AccountOf(TestExchange.FirstProviderIndex + 1);
        ExchangeContracts stranger = exchange.As(TestExchange.StrangerIndex);
        ReadOnlyMemory<byte> good = await ProveAsync(package, Bound), bad = (await ProofsAsync(packages))[0];

        // What is signed is computed here; the contract computes the same.
        Assert.Equal(Claim(package, bad).Hash(), await stranger.Disputes.ClaimHashAsync(round, package.Commitment, Hash(bad)));

        Assert.Equal("ProofValid", await RefusalAsync(ReportAsync(good, Sign(provider, good))));
        Assert.Equal("SignatureInvalid", await RefusalAsync(ReportAsync(bad, Sign(provider, good))));
        Account other = TestExchange.AccountOf(TestExchange.StrangerIndex);
        Assert.Equal("SignatureInvalid", await RefusalAsync(ReportAsync(bad, Sign(other, bad))));

        BigInteger locked = await stranger.StakeVault.LockedForAsync(package.Provider, job.Id), collectable = await CollectableAsync();
        long faults = (await stranger.Reputation.StandingOfAsync(package.Provider)).Faults;
        BigInteger reporter = await stranger.Token.BalanceOfAsync(stranger.Sender);
        Assert.False(await stranger.Disputes.IsReportedAsync(round, package.Provider));
        await ReportAsync(bad, Sign(provider, bad));

        BigInteger taken = locked * await stranger.Disputes.PenaltyAsync() / 10_000;
        Assert.Equal(2 * TestExchange.Token, taken);
        Assert.Equal(locked - taken, await stranger.StakeVault.LockedForAsync(package.Provider, job.Id));
        Assert.Equal(collectable + taken, await CollectableAsync());
        Assert.Equal(faults + 1, (await stranger.Reputation.StandingOfAsync(package.Provider)).Faults);
        Assert.Equal(reporter, await stranger.Token.BalanceOfAsync(stranger.Sender));
        Assert.True(await stranger.Disputes.IsReportedAsync(round, package.Provider));
        Assert.Equal("AlreadyReported", await RefusalAsync(ReportAsync(bad, Sign(provider, bad))));

        // The others are as they were, and one that signs bytes which are no proof at all is punished too.
        Assert.Equal(locked, await stranger.StakeVault.LockedForAsync(packages[2].Provider, job.Id));
        byte[] none = [1, 2, 3];
        Account second = TestExchange.AccountOf(TestExchange.FirstProviderIndex + 2);
        await stranger.Disputes.ReportFailedContributionAsync(
            round, second.Address, packages[2].Commitment, none, second.Sign(Claim(packages[2], none)).ToArray());
        Assert.Equal(locked - taken, await stranger.StakeVault.LockedForAsync(second.Address, job.Id));

        ReadOnlyMemory<byte> Sign(Account account, ReadOnlyMemory<byte> proof) => account.Sign(Claim(package, proof)).ToArray();
        Task ReportAsync(ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> signature) =>
            stranger.Disputes.ReportFailedContributionAsync(round, package.Provider, package.Commitment, proof, signature);
    }

    /// <summary>A job that requires proofs, in a round whose updates are delivered and receipted.</summary>
    private async Task<(TestJob Job, RoundId Round, List<DeliveryPackage> Packages, IntakeResult Intake, Aggregator Aggregator)>
        DeliveredAsync(UInt128? bound = null)
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, terms: spec => spec with
        {
            RequireContributionProof = true,
            UnprovedFactor = 0,
            ContributionVerifier = exchange.ContributionVerifier,
            MaxSquaredNorm = bound ?? Bound,
        });
        Aggregator aggregator = exchange.NewAggregator();
        (int round, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        IntakeResult intake = await aggregator.AcceptAsync(job.Id, round, packages);
        Assert.Empty(intake.Refusals);
        return (job, packages[0].Round, packages, intake, aggregator);
    }

    private async Task<ReadOnlyMemory<byte>[]> ProofsAsync(List<DeliveryPackage> packages)
    {
        var proofs = new List<ReadOnlyMemory<byte>>();
        foreach (DeliveryPackage package in packages) proofs.Add(await ProveAsync(package, Bound));
        return [.. proofs];
    }

    private async Task<ReadOnlyMemory<byte>> ProveAsync(DeliveryPackage package, UInt128 bound) =>
        (await exchange.NewContributionProver().ProveAsync(new BoundedUpdateInputs
        {
            Context = package.Round.ContextFor(package.Provider),
            MaxSquaredNorm = bound,
            Values = package.Values,
            Blinding = package.Blinding,
            ExpectedCommitment = new VectorCommitment(package.Commitment),
        })).Proof.Encode();

    private Task<BigInteger> CollectableAsync() =>
        exchange.As(TestExchange.StrangerIndex).StakeVault.Contract.CallAsync<BigInteger>("uncollectedProceeds", []);

    private TypedData Claim(DeliveryPackage package, ReadOnlyMemory<byte> proof) => new(
        new TypedDataDomain("FlZk ContributionDisputes", "1", package.Round.ChainId, exchange.Addresses.Disputes),
        "ContributionClaim",
        ["ContributionClaim(uint256 jobId,uint256 round,uint256 commitmentX,uint256 commitmentY,bytes32 proofHash)"],
        new object[]
        {
            package.Round.Job, package.Round.Round, package.Commitment.X.ToBigInteger(), package.Commitment.Y.ToBigInteger(), Hash(proof),
        });

    private static Hash32 Hash(ReadOnlyMemory<byte> proof) => Keccak256.Hash(proof.Span);

    private static ContributionReceipt Receipt(IntakeResult intake, DeliveryPackage package) =>
        intake.Receipts.Single(receipt => receipt.Provider == package.Provider);

    private static async Task<string?> RefusalAsync(Task task) =>
        (await Assert.ThrowsAsync<TransactionRevertedException>(() => task)).ErrorName;
}
