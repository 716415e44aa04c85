using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;
using FlZk.Statements;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Contribution proofs are verified again, and disputes about them judged again.</summary>
public sealed class ContributionAuditTests(TestExchange exchange)
{
    // The first word of ERC-7201 storage "flzk.storage.ModelCoordinator" is the terms' mapping; the code hash is a job's sixth word.
    private static readonly Hash32 CoordinatorStorage =
        Hash32.Parse("0x0ef6addc1bf7925334bd0da408806c82c79c0683693d488f28889e435ff5da00");

    // Returns one word, 1 or 0, whatever it is asked.
    private const string AlwaysYes = "0x600160005260206000f3";
    private const string AlwaysNo = "0x600060005260206000f3";

    [Fact]
    public async Task Proofs_sent_alone_and_in_a_batch_verify_here_too()
    {
        (TestJob job, RoundId round, IReadOnlyList<DeliveryPackage> packages, IReadOnlyList<ContributionReceipt> receipts) = await ReadyAsync();
        byte[][] proofs = [.. await Task.WhenAll(packages.Select(ProveAsync))];
        await job.Providers[0].RevealAsync(receipts[0], proofs[0]);
        await exchange.As(TestExchange.StrangerIndex).Coordinator.SubmitProvedUpdatesAsync(
            round, [(packages[1], receipts[1], proofs[1]), (packages[2], receipts[2], proofs[2])]);
        AuditReport report = await exchange.AuditAsync(job.Id);
        report.Finds();
        AuditCheck made = report.Jobs[0].Rounds[0].Checks.Single(static check => check.Name == "contributions");
        Assert.StartsWith("3 of 3", made.Reason, StringComparison.Ordinal);
        await exchange.FindsAsync(
            job.Id, static node => node.Hide(ExchangeAbi.ModelCoordinator.Event("ContributionProved")), "contributions");
        await exchange.FindsAsync(
            job.Id, node => node.Code(exchange.ContributionVerifier, 300), "contribution key", "contributions");
    }

    [Fact]
    public async Task A_proof_that_only_a_false_verifier_took_is_found() => await exchange.OnAForkAsync(async () =>
    {
        (TestJob job, _, IReadOnlyList<DeliveryPackage> packages, IReadOnlyList<ContributionReceipt> receipts) = await ReadyAsync();
        byte[] proof = await ProveAsync(packages[1]);
        string code = await ReplaceVerifierAsync(job, AlwaysYes);
        await job.Providers[0].RevealAsync(receipts[0], proof);
        await ReplaceVerifierAsync(job, code);
        (await exchange.AuditAsync(job.Id)).Finds("contributions");
    });

    [Fact]
    public async Task A_provider_punished_for_a_proof_that_fails_is_in_order_and_for_one_that_holds_is_found() => await exchange.OnAForkAsync(async () =>
    {
        (TestJob job, RoundId round, IReadOnlyList<DeliveryPackage> packages, _) = await ReadyAsync();
        byte[] right = await ProveAsync(packages[1]);
        await ReportAsync(job, 0, round, packages[0].Commitment, right);
        (await exchange.AuditAsync(job.Id)).Finds();

        string code = await ReplaceVerifierAsync(job, AlwaysNo);
        await ReportAsync(job, 1, round, packages[1].Commitment, right);
        await ReplaceVerifierAsync(job, code);
        (await exchange.AuditAsync(job.Id)).Finds("slashes");
    });

    private static Hash32 TermsSlot(ulong job)
    {
        byte[] slot = Keccak256.Hash([.. new RoundId(0, default, 0, (int)job).Key.ToArray(), .. CoordinatorStorage.ToArray()]).ToArray();
        var sixth = new System.Numerics.BigInteger(slot, isUnsigned: true, isBigEndian: true) + 5;
        return Hash32.Parse("0x" + sixth.ToString("x65", System.Globalization.CultureInfo.InvariantCulture)[^64..]);
    }

    // Puts other code in the contribution verifier's place and has the job call it the pinned one; gives the code that was there.
    private async Task<string> ReplaceVerifierAsync(TestJob job, string code)
    {
        string before = Hex.Encode(await exchange.Client.GetCodeAsync(exchange.ContributionVerifier));
        await exchange.Client.Rpc.CallAsync("anvil_setCode", [exchange.ContributionVerifier.ToString(), code]);
        string hash = Keccak256.Hash(Hex.Decode(code)).ToString();
        await exchange.Client.Rpc.CallAsync(
            "anvil_setStorageAt", [exchange.Addresses.Coordinator.ToString(), TermsSlot(job.Id).ToString(), hash]);
        return before;
    }

    private async Task ReportAsync(TestJob job, int provider, RoundId round, G1Affine commitment, byte[] proof)
    {
        Hash32 claim = await exchange.As(0).Disputes.ClaimHashAsync(round, commitment, Keccak256.Hash(proof));
        byte[] signature = TestExchange.AccountOf(TestExchange.FirstProviderIndex + provider).Sign(claim).ToArray();
        await exchange.As(TestExchange.StrangerIndex).Disputes.ReportFailedContributionAsync(
            round, job.Providers[provider].Address, commitment, proof, signature);
    }

    private async Task<(TestJob Job, RoundId Round, IReadOnlyList<DeliveryPackage> Packages, IReadOnlyList<ContributionReceipt> Receipts)>
        ReadyAsync()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, terms: spec => spec with
        {
            ContributionVerifier = exchange.ContributionVerifier,
            MaxSquaredNorm = System.Numerics.BigInteger.Pow(2, 60),
            UnprovedFactor = 5_000,
        });
        (int number, List<DeliveryPackage> packages) = await job.CommitAllAsync();
        IntakeResult intake = await exchange.NewAggregator().AcceptAsync(job.Id, number, packages);
        return (job, packages[0].Round, packages, intake.Receipts);
    }

    private async Task<byte[]> ProveAsync(DeliveryPackage package)
    {
        BoundedUpdateProof proved = await exchange.NewContributionProver().ProveAsync(new BoundedUpdateInputs
        {
            Values = package.Values,
            Blinding = package.Blinding,
            MaxSquaredNorm = (UInt128)1 << 60,
            Context = package.Round.ContextFor(package.Provider),
        });
        return proved.Proof.Encode();
    }
}
