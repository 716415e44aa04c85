using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>ModelCoordinator</c>: the rounds.</summary>
public sealed class ModelCoordinatorContract : BoundContract
{
    private readonly ulong _chainId;

    /// <summary>Binds the coordinator at an address of a chain.</summary>
    public ModelCoordinatorContract(Web3 web3, Address address, ulong chainId)
        : base(web3, ExchangeAbi.ModelCoordinator, address) => _chainId = chainId;

    /// <summary>A round's full name.</summary>
    public RoundId RoundId(ulong job, int round) => new(_chainId, Address, job, round);

    /// <summary>The number of a job's latest round; 0 before the first.</summary>
    public async Task<int> CurrentRoundAsync(ulong job, BlockReference block = default, CancellationToken cancellation = default) =>
        (await Contract.CallAsync("currentRound", [job], block, cancellation).ConfigureAwait(false)).Int32("value");

    /// <summary>How many of a job's rounds were settled.</summary>
    public async Task<int> FinalisedRoundsAsync(ulong job, CancellationToken cancellation = default) =>
        (await Contract.CallAsync("finalisedRounds", [job], default, cancellation).ConfigureAwait(false)).Int32("value");

    /// <summary>A round as it stands.</summary>
    public async Task<RoundView> GetRoundAsync(
        ulong job, int round, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues state = await Contract.CallAsync<AbiValues>("getRound", [job, round], block, cancellation).ConfigureAwait(false);
        int phase = state.Int32("phase");
        if (phase is < 0 or > (int)RoundPhase.Failed) throw new AbiException($"Phase {phase} of round {round} of job {job} is unknown.");
        return new RoundView
        {
            Id = RoundId(job, round),
            Phase = (RoundPhase)phase,
            Deadline = Time(state.Integer("deadline")),
            Eligible = state.Int32("eligible"),
            Committed = state.Int32("committed"),
            Revealed = state.Int32("revealed"),
            TotalWeight = state.Int64("totalWeight"),
            TotalPoints = state.UInt64("totalPoints"),
            SumCommitment = state.Tuple("sumCommitment").ToG1(),
            ModelCommitment = state.Tuple("modelCommitment").ToG1(),
            SettledBy = state.Address("settledBy"),
            WasProposed = state.Boolean("proposed"),
            Ordinal = state.Int32("ordinal"),
        };
    }

    /// <summary>What a provider revealed: its weight, or 0 when it did not.</summary>
    public async Task<long> RevealedWeightAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        (long)await CallAsync<BigInteger>("weightOf", cancellation, round.Number, provider).ConfigureAwait(false);

    /// <summary>Whether a provider committed exactly this hash and has not revealed yet. The contract keeps the low 248 bits.</summary>
    public async Task<bool> IsPendingAsync(RoundId round, Address provider, Hash32 commitHash, CancellationToken cancellation = default)
    {
        BigInteger pending = await CallAsync<BigInteger>("pendingCommit", cancellation, round.Key, provider).ConfigureAwait(false);
        return pending == new BigInteger(commitHash.ToArray().AsSpan(1), isUnsigned: true, isBigEndian: true) && !pending.IsZero;
    }

    /// <summary>Whether a provider has committed in a round and not revealed yet.</summary>
    public async Task<bool> HasPendingCommitAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        !(await CallAsync<BigInteger>("pendingCommit", cancellation, round.Key, provider).ConfigureAwait(false)).IsZero;

    /// <summary>Whether a provider's receipt was posted in a round.</summary>
    public Task<bool> IsReceiptPostedAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        CallAsync<bool>("isReceiptPosted", cancellation, round.Key, provider);

    /// <summary>Chunks that an account has verified of a settlement over several calls.</summary>
    public async Task<(Address Aggregator, int Verified)> ChunksVerifiedAsync(RoundId round, CancellationToken cancellation = default)
    {
        AbiValues values = await Contract.CallAsync("chunksVerified", [round.Number], default, cancellation).ConfigureAwait(false);
        return (values.Address("aggregator"), values.Int32("verified"));
    }

    /// <summary>Bytes of a round's model that were published in parts so far.</summary>
    public async Task<int> PublishedBytesAsync(RoundId round, CancellationToken cancellation = default) =>
        checked((int)await CountAsync("publishedBytes", cancellation, round.Number).ConfigureAwait(false));

    /// <summary>The running or settled proposal of a round; null when there was none.</summary>
    public async Task<RoundProposal?> ProposalOfAsync(
        RoundId round, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues values = await Contract.CallAsync("proposalOf", [round.Number], block, cancellation).ConfigureAwait(false);
        return values.Address("proposer").IsZero
            ? null
            : new RoundProposal(values.Address("proposer"), values.Tuple("proposed").ToG1(), values.Hash("contentHash"));
    }

    /// <summary>Whether a round's model was proved, whatever came of the round later: how a challenge of its proposal ends.</summary>
    public Task<bool> IsProvedAsync(RoundId round, CancellationToken cancellation = default) =>
        CallAsync<bool>("isProved", cancellation, round.Number);

    /// <summary>Starts a job's next round: its publisher, aggregator or backup may.</summary>
    /// <returns>The round's number and the transaction.</returns>
    public async Task<(int Round, SentTransaction Transaction)> StartRoundAsync(ulong job, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt = await ReceiptAsync("startRound", cancellation, job).ConfigureAwait(false);
        return (Contract.EventsOf(receipt, "RoundStarted").Single().Fields.Int32("round"), SentTransaction.Of(receipt));
    }

    /// <summary>Commits the sender to an update.</summary>
    public Task<SentTransaction> CommitUpdateAsync(ulong job, Hash32 commitHash, CancellationToken cancellation = default) =>
        SendAsync("commitUpdate", cancellation, job, commitHash);

    /// <summary>Reveals the sender's committed update.</summary>
    public Task<SentTransaction> SubmitUpdateAsync(
        DeliveryPackage package, ContributionReceipt receipt, CancellationToken cancellation = default) =>
        SendAsync("submitUpdate", cancellation, package.Round.Key, EncodeReveal(package, receipt));

    /// <summary>Reveals the sender's committed update with a contribution proof.</summary>
    public Task<SentTransaction> SubmitProvedUpdateAsync(
        DeliveryPackage package, ContributionReceipt receipt, ReadOnlyMemory<byte> proof, CancellationToken cancellation = default) =>
        SendAsync("submitProvedUpdate", cancellation, package.Round.Key, EncodeReveal(package, receipt), proof.ToArray());

    /// <summary>Reveals a provider's update for it; who holds its salt and its receipt may.</summary>
    public Task<SentTransaction> SubmitUpdateForAsync(
        DeliveryPackage package, ContributionReceipt receipt, CancellationToken cancellation = default) =>
        SendAsync("submitUpdateFor", cancellation, package.Provider, package.Round.Key, EncodeReveal(package, receipt));

    /// <summary>Reveals several providers' updates with their contribution proofs, which are checked together.</summary>
    public Task<SentTransaction> SubmitProvedUpdatesAsync(
        RoundId round,
        IReadOnlyList<(DeliveryPackage Package, ContributionReceipt Receipt, ReadOnlyMemory<byte> Proof)> updates,
        CancellationToken cancellation = default) => SendAsync(
        "submitProvedUpdates",
        cancellation,
        round.Key,
        updates.Select(static u => (object)u.Package.Provider).ToArray(),
        updates.Select(static u => (object)EncodeReveal(u.Package, u.Receipt)).ToArray(),
        updates.Select(static u => (object)u.Proof.ToArray()).ToArray());

    /// <summary>Shows while deliveries run that a provider has its receipt, so that its silence afterwards is its fault; who knows what it
    /// committed to may.</summary>
    public Task<SentTransaction> PostReceiptAsync(
        DeliveryPackage package, ContributionReceipt receipt, CancellationToken cancellation = default) => SendAsync(
        "postReceipt",
        cancellation,
        package.Round.Key,
        package.Provider,
        package.Commitment.ToAbi(),
        package.Weight,
        package.Salt,
        receipt.Signature.ToArray());

    /// <summary>Slashes a provider whose receipt was posted and whose update was not revealed; anyone may.</summary>
    public Task<SentTransaction> ReportSilentProviderAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        SendAsync("reportSilentProvider", cancellation, round.Number, provider);

    /// <summary>Moves the running round on once its deadline has passed; anyone may.</summary>
    public Task<SentTransaction> AdvanceRoundAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("advanceRound", cancellation, job);

    /// <summary>Fails the running round when too few took part or somebody let a deadline pass; anyone may.</summary>
    public Task<SentTransaction> FailRoundAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("failRound", cancellation, job);

    /// <summary>Names the file of the job's last finalised model, once; whoever settled that round may.</summary>
    /// <param name="round">The job's last finalised round.</param>
    /// <param name="contentHash">Keccak-256 of the file.</param>
    /// <param name="location">Where it can be found.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<SentTransaction> CommitFinalWeightsAsync(
        RoundId round, Hash32 contentHash, string location, CancellationToken cancellation = default) => SendAsync(
        "commitFinalWeights",
        cancellation,
        AbiEncoder.Encode("(uint256,uint256,bytes32,string)", round.Job, round.Round, contentHash, location));

    /// <summary>The reveal's bytes.</summary>
    internal static byte[] EncodeReveal(DeliveryPackage package, ContributionReceipt receipt) => AbiEncoder.Encode(
        ExchangeAbi.Reveal,
        package.Round.Job,
        package.Round.Round,
        package.Commitment.ToAbi(),
        package.Weight,
        package.Salt,
        receipt.Signature.ToArray());
}
