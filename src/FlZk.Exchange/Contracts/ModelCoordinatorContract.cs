using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>ModelCoordinator</c>: the rounds. Every method throws <see cref="ChainException"/>s.</summary>
public sealed class ModelCoordinatorContract
{
    private readonly Contract _contract;
    private readonly ulong _chainId;

    /// <summary>Binds the coordinator at an address of a chain.</summary>
    public ModelCoordinatorContract(Web3 web3, Address address, ulong chainId)
    {
        _contract = web3.Bind(ExchangeAbi.ModelCoordinator, address);
        _chainId = chainId;
    }

    /// <summary>Where it lives.</summary>
    public Address Address => _contract.Address;

    /// <summary>The contract itself, for events and prepared transactions.</summary>
    internal Contract Contract => _contract;

    /// <summary>A round's full name.</summary>
    public RoundId RoundId(ulong job, int round) => new(_chainId, Address, job, round);

    /// <summary>The number of a job's latest round; 0 before the first.</summary>
    public async Task<int> CurrentRoundAsync(ulong job, BlockReference block = default, CancellationToken cancellation = default) =>
        (await _contract.CallAsync("currentRound", [job], block, cancellation).ConfigureAwait(false)).Int32("value");

    /// <summary>How many of a job's rounds were settled.</summary>
    public async Task<int> FinalisedRoundsAsync(ulong job, CancellationToken cancellation = default) =>
        (await _contract.CallAsync("finalisedRounds", [job], default, cancellation).ConfigureAwait(false)).Int32("value");

    /// <summary>A round as it stands.</summary>
    public async Task<RoundView> GetRoundAsync(
        ulong job, int round, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues state = await _contract.CallAsync<AbiValues>("getRound", [job, round], block, cancellation).ConfigureAwait(false);
        long deadline = state.Int64("deadline");
        int phase = state.Int32("phase");
        if (phase is < 0 or > (int)RoundPhase.Failed) throw new AbiException($"Phase {phase} of round {round} of job {job} is unknown.");
        return new RoundView
        {
            Id = RoundId(job, round),
            Phase = (RoundPhase)phase,
            Deadline = deadline == 0
                ? null
                : DateTimeOffset.FromUnixTimeSeconds(Math.Min(deadline, DateTimeOffset.MaxValue.ToUnixTimeSeconds())),
            Eligible = state.Int32("eligible"),
            Committed = state.Int32("committed"),
            Revealed = state.Int32("revealed"),
            TotalWeight = state.Int64("totalWeight"),
            SumCommitment = state.Tuple("sumCommitment").ToG1(),
            ModelCommitment = state.Tuple("modelCommitment").ToG1(),
            SettledBy = state.Address("settledBy"),
            Ordinal = state.Int32("ordinal"),
            ModelPublished = state.Boolean("modelPublished"),
        };
    }

    /// <summary>What a provider revealed: its weight, or 0 when it did not.</summary>
    public async Task<long> RevealedWeightAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        (await _contract.CallAsync("revealOf", [round.Key, provider], default, cancellation).ConfigureAwait(false)).Int64("weight");

    /// <summary>Whether a provider committed exactly this hash and has not revealed yet. The contract keeps the low 248 bits.</summary>
    public async Task<bool> IsPendingAsync(RoundId round, Address provider, Hash32 commitHash, CancellationToken cancellation = default)
    {
        AbiValues values = await _contract.CallAsync("pendingCommit", [round.Key, provider], default, cancellation).ConfigureAwait(false);
        var kept = new System.Numerics.BigInteger(commitHash.ToArray().AsSpan(1), isUnsigned: true, isBigEndian: true);
        return values.Integer("value") == kept && !kept.IsZero;
    }

    /// <summary>Starts a job's next round: its publisher, aggregator or backup may.</summary>
    /// <returns>The round's number and the transaction.</returns>
    public async Task<(int Round, SentTransaction Transaction)> StartRoundAsync(ulong job, CancellationToken cancellation = default)
    {
        TransactionReceipt receipt = await _contract.SendAsync("startRound", [job], null, cancellation).ConfigureAwait(false);
        return (_contract.EventsOf(receipt, "RoundStarted").Single().Fields.Int32("round"), SentTransaction.Of(receipt));
    }

    /// <summary>Commits the sender to an update.</summary>
    public Task<SentTransaction> CommitUpdateAsync(ulong job, Hash32 commitHash, CancellationToken cancellation = default) =>
        SendAsync("commitUpdate", cancellation, job, commitHash);

    /// <summary>Reveals the sender's committed update.</summary>
    public Task<SentTransaction> SubmitUpdateAsync(
        DeliveryPackage package, ContributionReceipt receipt, CancellationToken cancellation = default) =>
        SendAsync("submitUpdate", cancellation, package.Round.Key, EncodeReveal(package, receipt));

    /// <summary>Moves the running round on once its deadline has passed; anyone may.</summary>
    public Task<SentTransaction> AdvanceRoundAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("advanceRound", cancellation, job);

    /// <summary>Fails the running round when too few took part or nobody settled it in time; anyone may.</summary>
    public Task<SentTransaction> FailRoundAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("failRound", cancellation, job);

    /// <summary>The reveal's bytes.</summary>
    internal static byte[] EncodeReveal(DeliveryPackage package, ContributionReceipt receipt) => AbiEncoder.Encode(
        ExchangeAbi.Reveal,
        package.Round.Job,
        package.Round.Round,
        package.Commitment.ToAbi(),
        package.Weight,
        package.Salt,
        receipt.Signature.ToArray());

    private async Task<SentTransaction> SendAsync(string function, CancellationToken cancellation, params object[] arguments) =>
        SentTransaction.Of(await _contract.SendAsync(function, arguments, null, cancellation).ConfigureAwait(false));
}
