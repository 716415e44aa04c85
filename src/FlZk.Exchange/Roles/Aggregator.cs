using System.Diagnostics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Groth16;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Quantisation;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Roles;

/// <summary>Checks what providers deliver, averages it, proves that it did, settles the round with the proof and publishes the model. Also
/// the backup's role.</summary>
/// <remarks>
/// Everything is in a journal, written before the next step begins: deliveries before receipts, the aggregate with rho_Y before the proof,
/// signed transactions
/// before they are sent. After a crash at any point the same calls go on where the journal ends; nothing is lost and nothing is sent twice.
/// </remarks>
public sealed partial class Aggregator
{
    private readonly string _folder;
    private readonly FedAvgProvingKeys _keys;
    private readonly FedAvgProver _prover;
    private readonly IAggregationDevice _device;
    private readonly KeyPolicy _policy;

    /// <summary>An aggregator on an exchange.</summary>
    /// <param name="contracts">The exchange, bound for the aggregator's account.</param>
    /// <param name="journalFolder">Where its journal is kept; created as needed.</param>
    /// <param name="keys">The keys of the jobs it settles.</param>
    /// <param name="witnesses">Runs the circuit.</param>
    /// <param name="groth16">Makes the chunk proofs.</param>
    /// <param name="device">Computes averages.</param>
    /// <param name="policy">Whether development keys count outside local chains; null for not.</param>
    public Aggregator(
        ExchangeContracts contracts,
        string journalFolder,
        FedAvgProvingKeys keys,
        IWitnessGenerator witnesses,
        IGroth16Prover groth16,
        IAggregationDevice device,
        KeyPolicy? policy = null)
    {
        Contracts = contracts;
        _folder = journalFolder;
        _keys = keys;
        _prover = new FedAvgProver(keys, witnesses, groth16);
        _device = device;
        _policy = policy ?? KeyPolicy.Strict;
    }

    /// <summary>The exchange, bound for the aggregator's account.</summary>
    public ExchangeContracts Contracts { get; }

    /// <summary>The aggregator's address.</summary>
    public Address Address => Contracts.Sender;

    /// <summary>Told when a durable step is done; tests end the process there.</summary>
    internal Action<AggregatorStep> Reached { get; set; } = static _ => { };

    /// <summary>Deposits the stake and accepts the role for a job that names this account as its aggregator or backup; does nothing when it
    /// has before.</summary>
    /// <exception cref="KeyException">The job's key is not this aggregator's, not what the job pinned, or not allowed here.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the exchange refuses; the message names the rule.</exception>
    public async Task<JobJoined> JoinAsync(ulong job, CancellationToken cancellation = default)
    {
        JobView view = await RequireJobAsync(job, cancellation).ConfigureAwait(false);
        var locked = await Contracts.StakeVault.LockedForAsync(Address, job, cancellation).ConfigureAwait(false);
        if (locked >= view.Spec.AggregatorStake && !locked.IsZero) return new JobJoined(0, []);
        var sent = new List<(string Step, SentTransaction Transaction)>();
        await Bonding.EnsureFreeAsync(Contracts, view.Spec.AggregatorStake - locked, sent, cancellation).ConfigureAwait(false);
        if (view.Spec.CommitteeSize > 0 && view.Spec.Aggregator == Address)
            await EnsureBeaconKeyAsync(sent, cancellation).ConfigureAwait(false);
        sent.Add(("registerAsAggregator", await Contracts.Exchange.RegisterAsAggregatorAsync(job, cancellation).ConfigureAwait(false)));
        return new JobJoined(0, sent);
    }

    /// <summary>Checks deliveries and signs receipts for those in order. A bad delivery costs its own provider the receipt and nobody else
    /// anything.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round.</param>
    /// <param name="deliveries">What providers delivered; delivering again gives the same receipt again.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellation">Stops; what was accepted stays accepted.</param>
    /// <exception cref="ExchangeException">The commit phase is not over (who delivers then shows others its update too early), or the round
    /// no longer takes reveals.</exception>
    /// <exception cref="KeyException">The job's key is not this aggregator's, not what the job pinned, or not allowed here.</exception>
    /// <exception cref="IOException">The journal could not be written; no receipt was given for what is not in it.</exception>
    /// <exception cref="ChainException">The node cannot be reached.</exception>
    public async Task<IntakeResult> AcceptAsync(
        ulong job,
        int round,
        IReadOnlyList<DeliveryPackage> deliveries,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        long start = Stopwatch.GetTimestamp();
        JobView view = await RequireJobAsync(job, cancellation).ConfigureAwait(false);
        RoundView state = await Contracts.Coordinator.GetRoundAsync(job, round, default, cancellation).ConfigureAwait(false);
        if (state.Phase is not (RoundPhase.Delivering or RoundPhase.Revealing))
            throw new ExchangeException($"{state.Id} takes no deliveries: it is {state.Phase}.");
        var journal = new RoundJournal(await RoundFolder.OpenAsync(_folder, Contracts, state.Id, cancellation).ConfigureAwait(false));
        using CrossProcessLock held = CrossProcessLock.Acquire(journal.LockFile, null, cancellation);

        progress?.Report(new WorkProgress("checking deliveries", 0, deliveries.Count));
        var refusals = new List<DeliveryRefusal>();
        var candidates = new List<DeliveryPackage>();
        var accepted = new HashSet<Address>();
        foreach (DeliveryPackage delivery in deliveries)
        {
            if (journal.Delivery(delivery.Provider) is { } known && known.CommitHash == delivery.CommitHash
                && known.Round == delivery.Round)
            {
                accepted.Add(delivery.Provider);
                continue;
            }

            string? reason = await RefusalAsync(delivery, state.Id, view.Spec, cancellation).ConfigureAwait(false);
            if (reason is null) candidates.Add(delivery);
            else refusals.Add(new DeliveryRefusal(delivery.Provider, reason));
        }

        IReadOnlyList<OpeningFault> faults = OpeningCheck.FindFaults(
            _keys.Generators,
            _keys.Verification.Dimension,
            _keys.Verification.Parameters.Values,
            [.. candidates.Select(
                static d => new DeliveredUpdate(d.Provider.ToString(), new VectorCommitment(d.Commitment), d.Values, d.Blinding))],
            cancellation);
        foreach (OpeningFault fault in faults) refusals.Add(new DeliveryRefusal(candidates[fault.Index].Provider, fault.Detail));
        HashSet<int> faulty = [.. faults.Select(static fault => fault.Index)];
        for (int i = 0; i < candidates.Count; i++)
        {
            if (faulty.Contains(i)) continue;
            journal.Store(candidates[i]);
            Reached(AggregatorStep.DeliveryStored);
            accepted.Add(candidates[i].Provider);
        }

        var receipts = new List<ContributionReceipt>();
        foreach (Address provider in deliveries.Select(static d => d.Provider).Distinct().Where(accepted.Contains))
        {
            DeliveryPackage kept = journal.Delivery(provider)!;
            ContributionReceipt receipt = ContributionReceipt.Sign(
                Contracts.Web3.Account!, state.Id, provider, kept.Commitment, kept.Weight);
            journal.Store(receipt);
            Reached(AggregatorStep.ReceiptStored);
            receipts.Add(receipt);
        }

        progress?.Report(new WorkProgress("checking deliveries", deliveries.Count, deliveries.Count));
        return new IntakeResult(receipts, refusals, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Settles a round whose reveals are over: averages, proves, submits, publishes; goes on where an earlier attempt
    /// ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellation">Stops between and within steps; call again to go on.</param>
    /// <exception cref="ExchangeException">The round is not ready, failed, or was settled by somebody else; or an update was receipted
    /// elsewhere and is not here.</exception>
    /// <exception cref="KeyException">The job's key is not this aggregator's, not what the job pinned, or not allowed here.</exception>
    /// <exception cref="UnprovableException">The proof could not be made, or does not verify.</exception>
    /// <exception cref="FileFormatException">The journal is damaged.</exception>
    /// <exception cref="IOException">The journal could not be written; nothing was sent that is not in it.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public async Task<RoundSettlement> SettleAsync(
        ulong job, int round, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        JobView view = await RequireJobAsync(job, cancellation).ConfigureAwait(false);
        RoundView state = await Contracts.Coordinator.GetRoundAsync(job, round, default, cancellation).ConfigureAwait(false);
        var journal = new RoundJournal(await RoundFolder.OpenAsync(_folder, Contracts, state.Id, cancellation).ConfigureAwait(false));
        using CrossProcessLock held = CrossProcessLock.Acquire(
            journal.LockFile, () =>
            progress?.Report(new WorkProgress("waiting for another process that settles this round")), cancellation);
        RequireSettleable(state);

        RoundAggregate aggregate = journal.Aggregate() ?? await AverageAsync(journal, state, progress, cancellation).ConfigureAwait(false);
        if (journal.Proof() is not { } proof)
            proof = await ProveAsync(journal, state, aggregate, progress, cancellation).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        progress?.Report(new WorkProgress("submitting the proof"));
        TransactionReceipt settlement = await SubmitAsync(journal, state, proof.Proof, cancellation).ConfigureAwait(false);
        TimeSpan submitTime = Stopwatch.GetElapsedTime(start);
        progress?.Report(new WorkProgress("publishing the model"));
        TransactionReceipt publication = await PublishAsync(journal, state.Id, aggregate, cancellation).ConfigureAwait(false);
        return new RoundSettlement
        {
            Round = state.Id,
            Contributions = aggregate.Contributions,
            TotalWeight = aggregate.TotalWeight,
            Model = aggregate.Model,
            ModelCommitment = proof.Proof.Model.Point,
            Proof = proof.Proof,
            Device = aggregate.Device,
            AggregateTime = aggregate.Elapsed,
            Timings = proof.Timings,
            SubmitTime = submitTime,
            Settlement = SentTransaction.Of(settlement),
            Publication = SentTransaction.Of(publication),
        };
    }

    /// <summary>Proposes a round's model without a proof, in a job that settles by proposals. If the proposal is challenged,
    /// <see cref="SettleAsync"/> proves it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round.</param>
    /// <param name="location">Where the opening file will be found; publish the returned file there.</param>
    /// <param name="progress">Told of the steps.</param>
    /// <param name="cancellation">Stops between steps; call again to go on.</param>
    /// <exception cref="ExchangeException">The round is not ready, or an update was receipted elsewhere and is not here.</exception>
    /// <exception cref="KeyException">The job's key is not this aggregator's, not what the job pinned, or not allowed here.</exception>
    /// <exception cref="FileFormatException">The journal is damaged.</exception>
    /// <exception cref="IOException">The journal could not be written; nothing was sent that is not in it.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public async Task<RoundProposed> ProposeAsync(
        ulong job, int round, string location, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        await RequireJobAsync(job, cancellation).ConfigureAwait(false);
        RoundView state = await Contracts.Coordinator.GetRoundAsync(job, round, default, cancellation).ConfigureAwait(false);
        var journal = new RoundJournal(await RoundFolder.OpenAsync(_folder, Contracts, state.Id, cancellation).ConfigureAwait(false));
        using CrossProcessLock held = CrossProcessLock.Acquire(
            journal.LockFile, () =>
            progress?.Report(new WorkProgress("waiting for another process that settles this round")), cancellation);
        bool proposed = state.WasProposed && state.SettledBy == Address;
        if (state.Phase != RoundPhase.Aggregating && !proposed)
            throw new ExchangeException($"{state.Id} takes no proposal of this account: it is {state.Phase}.");

        RoundAggregate aggregate = journal.Aggregate() ?? await AverageAsync(journal, state, progress, cancellation).ConfigureAwait(false);
        var opening = new ProposalOpening
        {
            Round = state.Id,
            TotalWeight = aggregate.TotalWeight,
            Sums = aggregate.Sums,
            SumBlinding = aggregate.SumBlinding,
            Model = aggregate.Model,
            ModelBlinding = aggregate.ModelBlinding,
        };
        Hash32 contentHash = opening.Write(journal.OpeningFile);
        G1Affine commitment = VectorCommitment.Commit(_keys.Generators, aggregate.Model, aggregate.ModelBlinding, cancellation).Point;
        TransactionReceipt? receipt = await ResumeAsync(journal.ProposalFile, cancellation).ConfigureAwait(false);
        if (receipt is null && proposed) receipt = await ReceiptOfAsync("AggregateProposed", state.Id, cancellation).ConfigureAwait(false);
        receipt ??= await SendAsync(
            journal.ProposalFile,
            null,
            null,
            options => Contracts.Coordinator.Contract.SubmitAsync(
                "proposeAggregate", [job, commitment.ToAbi(), contentHash, location], options, cancellation),
            cancellation).ConfigureAwait(false);
        return new RoundProposed(commitment, journal.OpeningFile, contentHash, SentTransaction.Of(receipt));
    }

    /// <summary>Names the final model's file on chain, once the job's last round is settled.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The job's last settled round.</param>
    /// <param name="contentHash">Hash of the file.</param>
    /// <param name="location">Where it can be found.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="ChainException">The node cannot be reached, or the coordinator refuses; the message names the rule.</exception>
    public Task<SentTransaction> CommitFinalWeightsAsync(
        ulong job, int round, Hash32 contentHash, string location, CancellationToken cancellation = default) =>
        Contracts.Coordinator.CommitFinalWeightsAsync(Contracts.Coordinator.RoundId(job, round), contentHash, location, cancellation);

    private async Task<JobView> RequireJobAsync(ulong job, CancellationToken cancellation)
    {
        _policy.Require(Contracts.ChainId, _keys.Verification);
        JobView view = await Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        if (view.Spec.Aggregator != Address && view.Spec.BackupAggregator != Address)
            throw new ExchangeException($"{Address} is neither the aggregator nor the backup of job {job}.");
        if (view.Spec.KeyId != JobKeys.IdOf(_keys.Verification))
        {
            throw new KeyException(
                $"Job {job} is settled with key {view.Spec.KeyId}; this aggregator has the keys of {_keys.Verification.KeyId}: "
                + "another circuit, ceremony or model length.");
        }

        return view;
    }

    private async Task<string?> RefusalAsync(DeliveryPackage delivery, RoundId round, TrainingJobSpec spec, CancellationToken cancellation)
    {
        if (delivery.Round != round)
            return $"The delivery is for {delivery.Round} of {delivery.Round.Coordinator} on chain {delivery.Round.ChainId}.";
        if (delivery.Weight < 1 || delivery.Weight > spec.MaxWeight)
            return $"The weight is {delivery.Weight}, outside [1, {spec.MaxWeight}].";
        return await Contracts.Coordinator.IsPendingAsync(round, delivery.Provider, delivery.CommitHash, cancellation).ConfigureAwait(false)
            ? null
            : "Commitment, weight and salt are not what this provider committed to on chain.";
    }

    private void RequireSettleable(RoundView state)
    {
        switch (state.Phase)
        {
            case RoundPhase.Aggregating:
            case RoundPhase.Publishing or RoundPhase.Finalised when state.SettledBy == Address:
                return;
            case RoundPhase.Publishing or RoundPhase.Finalised:
                throw new ExchangeException($"{state.Id} was settled by {state.SettledBy}.");
            default:
                throw new ExchangeException($"{state.Id} cannot be settled: it is {state.Phase}.");
        }
    }
}
