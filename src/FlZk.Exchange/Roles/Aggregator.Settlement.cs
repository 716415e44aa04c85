using System.Diagnostics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Models;
using FlZk.Exchange.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Roles;

/// <content>The steps of a settlement, each of which leaves its result in the journal.</content>
public sealed partial class Aggregator
{
    /// <summary>As many chunks as one transaction can verify well below the cap on its gas (EIP-7825), at some 100,000 each.</summary>
    private const int DefaultMaxChunksPerCall = 64;

    /// <summary>As many bytes of a model as go into one transaction: nodes take none above 128 KiB, and its gas has a cap as well.</summary>
    private const int DefaultMaxModelBytesPerCall = 96 << 10;

    private const int EventAttempts = 20;
    private static readonly TimeSpan EventDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Chunks to a call; tests make it small.</summary>
    internal int MaxChunksPerCall { get; set; } = DefaultMaxChunksPerCall;

    /// <summary>Bytes of a model to a call; tests make it small.</summary>
    internal int MaxModelBytesPerCall { get; set; } = DefaultMaxModelBytesPerCall;

    private async Task<RoundAggregate> AverageAsync(
        RoundJournal journal, RoundView state, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        if (state.Phase != RoundPhase.Aggregating)
        {
            throw new ExchangeException(
                $"{state.Id} is settled, but the journal lacks its aggregate: the model's blinding is lost and it cannot be published.");
        }
        IReadOnlyList<RevealedContribution> contributions = await RevealsAsync(state, cancellation).ConfigureAwait(false);
        var deliveries = new DeliveryPackage[contributions.Count];
        for (int i = 0; i < deliveries.Length; i++)
        {
            RevealedContribution revealed = contributions[i];
            deliveries[i] = journal.Delivery(revealed.Provider)
                ?? throw new ExchangeException(
                    $"{revealed.Provider} revealed in {state.Id}, but delivered elsewhere (its receipt is the backup's): "
                    + "only who holds its update can settle.");
            if (deliveries[i].Commitment != revealed.Commitment || deliveries[i].Weight != revealed.Weight)
                throw new ExchangeException($"{revealed.Provider} revealed another commitment in {state.Id} than it delivered.");
        }

        progress?.Report(new WorkProgress($"averaging {deliveries.Length} updates on {_device.Name}"));
        long start = Stopwatch.GetTimestamp();
        var format = new FixedPointFormat(0, _keys.Verification.Parameters.ValueBits);
        FedAvgResult average = FedAvg.Aggregate(
            _device, [.. deliveries.Select(static d => new WeightedUpdate(d.Values, d.Weight))], format, cancellation);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        var aggregate = new RoundAggregate
        {
            Round = state.Id,
            Contributions = contributions,
            Sums = average.Sum,
            Model = average.Model,
            TotalWeight = average.TotalWeight,
            SumBlinding = VectorCommitment.WeightedBlinding(
                [.. deliveries.Select(static d => d.Blinding)], [.. deliveries.Select(static d => d.Weight)]),
            ModelBlinding = VectorCommitment.FreshBlinding(),
            Device = _device.Name,
            Elapsed = elapsed,
        };
        Reached(AggregatorStep.AggregateComputed);
        journal.Store(aggregate);
        Reached(AggregatorStep.AggregateStored);
        return aggregate;
    }

    private async Task<IReadOnlyList<RevealedContribution>> RevealsAsync(RoundView state, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> events = await EventsAsync(
            "UpdateRevealed", state.Id, state.Revealed, cancellation).ConfigureAwait(false);
        RevealedContribution[] reveals = [.. events.Select(static e => new RevealedContribution(
            e.Fields.Address("provider"),
            e.Fields.Int64("weight"),
            AbiPoints.ToG1(e.Fields.Integer("commitmentX"), e.Fields.Integer("commitmentY"))))];
        long total = reveals.Sum(static r => r.Weight);
        VectorCommitment sum = VectorCommitment.WeightedSum(
            [.. reveals.Select(static r => new VectorCommitment(r.Commitment))], [.. reveals.Select(static r => r.Weight)]);
        return total == state.TotalWeight && sum.Point == state.SumCommitment
            ? reveals
            : throw new ExchangeException(
                $"The node's events of {state.Id} do not add up to the contract's sums: {reveals.Length} reveals of total weight {total}, "
                + $"where the contract has {state.Revealed} of {state.TotalWeight}.");
    }

    private async Task<RoundProof> ProveAsync(
        RoundJournal journal, RoundView state, RoundAggregate aggregate, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        if (state.Phase != RoundPhase.Aggregating)
            throw new ExchangeException($"{state.Id} is settled, but the journal lacks its proof: it is not the journal that settled it.");
        FedAvgProof proof = await _prover.ProveAsync(
            new FedAvgInputs
            {
                Context = state.Id.ContextFor(Address),
                TotalWeight = aggregate.TotalWeight,
                Sums = aggregate.Sums,
                Model = aggregate.Model,
                SumBlinding = aggregate.SumBlinding,
                ModelBlinding = aggregate.ModelBlinding,
                ExpectedSum = new VectorCommitment(state.SumCommitment),
            },
            progress,
            cancellation).ConfigureAwait(false);
        var made = new RoundProof(state.Id, proof.Proof, proof.Timings);
        Reached(AggregatorStep.ProofComputed);
        journal.Store(made);
        Reached(AggregatorStep.ProofStored);
        return made;
    }

    private async Task<TransactionReceipt> SubmitAsync(
        RoundJournal journal, RoundView state, AggregateProof proof, CancellationToken cancellation)
    {
        bool settled = state.IsSettled;
        if (settled && state.ModelCommitment != proof.Model.Point)
            throw new ExchangeException($"{state.Id} was settled by this account with another model than the journal's.");
        TransactionReceipt? receipt = await ResumeAsync(journal.SettlementFile, cancellation).ConfigureAwait(false);
        if (receipt is null && settled) receipt = await ReceiptOfAsync("AggregateVerified", state.Id, cancellation).ConfigureAwait(false);
        receipt ??= proof.Chunks.Count <= MaxChunksPerCall
            ? await SendAsync(
                journal.SettlementFile,
                AggregatorStep.SettlementSigned,
                AggregatorStep.SettlementSent,
                options => Contracts.Coordinator.Contract.SubmitAsync(
                    "verifyAggregate", [state.Id.Job, proof.ToAbi()], options, cancellation),
                cancellation).ConfigureAwait(false)
            : await SubmitInPartsAsync(journal, state.Id, proof, cancellation).ConfigureAwait(false);
        Reached(AggregatorStep.SettlementMined);
        return receipt;
    }

    /// <summary>Settles with a proof too long for one call: chunks in order, then what links them.</summary>
    private async Task<TransactionReceipt> SubmitInPartsAsync(
        RoundJournal journal, RoundId round, AggregateProof proof, CancellationToken cancellation)
    {
        object[] members = proof.ToAbi();
        var chunks = (object[])members[2];
        while (true)
        {
            (Address verifiedBy, int verified) = await Contracts.Coordinator.ChunksVerifiedAsync(round, cancellation).ConfigureAwait(false);
            int first = verifiedBy == Address ? verified : 0;
            if (first == chunks.Length) break;
            string file = journal.ChunksFile(first);
            if (await ResumeAsync(file, cancellation).ConfigureAwait(false) is not null)
            {
                // Mined, and yet not counted any more: the turn has passed to the backup since, and perhaps back.
                (verifiedBy, verified) = await Contracts.Coordinator.ChunksVerifiedAsync(round, cancellation).ConfigureAwait(false);
                if (verifiedBy == Address && verified > first) continue;
                File.Delete(file);
            }

            object[] part = chunks[first..Math.Min(first + MaxChunksPerCall, chunks.Length)];
            await SendAsync(
                file,
                null,
                null,
                options => Contracts.Coordinator.Contract.SubmitAsync(
                    "verifyAggregateChunks", [round.Job, first, part], options, cancellation),
                cancellation).ConfigureAwait(false);
        }

        object[] commitments = [.. proof.Chunks.Select(static chunk => (object)chunk.Commitment.ToAbi())];
        return await SendAsync(
            journal.SettlementFile,
            AggregatorStep.SettlementSigned,
            AggregatorStep.SettlementSent,
            options => Contracts.Coordinator.Contract.SubmitAsync(
                "completeAggregate", [round.Job, members[0], members[1], commitments], options, cancellation),
            cancellation).ConfigureAwait(false);
    }

    private async Task<TransactionReceipt> PublishAsync(
        RoundJournal journal, RoundId round, RoundAggregate aggregate, CancellationToken cancellation)
    {
        TransactionReceipt? receipt = await ResumeAsync(journal.PublicationFile, cancellation).ConfigureAwait(false);
        RoundView state = await Contracts.Coordinator.GetRoundAsync(round.Job, round.Round, default, cancellation).ConfigureAwait(false);
        if (receipt is null && state.Phase == RoundPhase.Finalised)
            receipt = await ReceiptOfAsync("ModelPublished", round, cancellation).ConfigureAwait(false);
        if (receipt is null)
        {
            byte[] model = PackedModel.Pack(aggregate.Model, _keys.Verification.Parameters.ValueBits);
            int published = await PublishPartsAsync(journal, round, model, cancellation).ConfigureAwait(false);
            receipt = await SendAsync(
                journal.PublicationFile,
                AggregatorStep.PublicationSigned,
                AggregatorStep.PublicationSent,
                options => Contracts.Coordinator.Contract.SubmitAsync(
                    "publishModel",
                    [round.Job, round.Round, aggregate.ModelBlinding.ToBigInteger(), model[published..]],
                    options,
                    cancellation),
                cancellation).ConfigureAwait(false);
        }

        Reached(AggregatorStep.PublicationMined);
        return receipt;
    }

    /// <summary>Publishes all of a model but what the last transaction carries.</summary>
    /// <returns>How many bytes are published.</returns>
    private async Task<int> PublishPartsAsync(RoundJournal journal, RoundId round, byte[] model, CancellationToken cancellation)
    {
        while (true)
        {
            int published = await Contracts.Coordinator.PublishedBytesAsync(round, cancellation).ConfigureAwait(false);
            if (model.Length - published <= MaxModelBytesPerCall) return published;
            string file = journal.PartFile(published);
            // A part that was on its way when the work was interrupted.
            if (await ResumeAsync(file, cancellation).ConfigureAwait(false) is not null) continue;
            byte[] part = model[published..(published + MaxModelBytesPerCall)];
            await SendAsync(
                file,
                null,
                null,
                options => Contracts.Coordinator.Contract.SubmitAsync(
                    "publishModelPart", [round.Job, round.Round, published, part], options, cancellation),
                cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes up the transaction that a file holds; null when there is none, or when it can never be mined.</summary>
    private async Task<TransactionReceipt?> ResumeAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return null;
        byte[] kept = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
        try
        {
            return await Contracts.Web3.ResumeAsync(kept, null, cancellation).ConfigureAwait(false);
        }
        catch (JsonRpcException refusal) when (refusal.Error.Contains("nonce too low", StringComparison.OrdinalIgnoreCase))
        {
            // Another transaction of the account took its number, so a new one is not a second one.
            File.Delete(file);
            return null;
        }
        catch (TransactionRevertedException)
        {
            // Mined without effect. Whoever has read the reason may try again, with a new one.
            File.Delete(file);
            throw;
        }
    }

    /// <summary>Sends a transaction that is on disk before it leaves.</summary>
    private async Task<TransactionReceipt> SendAsync(
        string file,
        AggregatorStep? signed,
        AggregatorStep? sent,
        Func<SendOptions, Task<SignedTransaction>> submit,
        CancellationToken cancellation)
    {
        await submit(new SendOptions
        {
            BeforeBroadcast = (prepared, _) =>
            {
                RoundJournal.Store(file, prepared.Encoded);
                if (signed is { } step) Reached(step);
                return Task.CompletedTask;
            },
        }).ConfigureAwait(false);
        if (sent is { } done) Reached(done);
        return await ResumeAsync(file, cancellation).ConfigureAwait(false)
            ?? throw new InvalidChainResponseException("The node took a transaction and then said that its number was spent.");
    }

    private async Task<TransactionReceipt> ReceiptOfAsync(string name, RoundId round, CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> events = await EventsAsync(name, round, 1, cancellation).ConfigureAwait(false);
        if (events.Count != 1) throw new ExchangeException($"The node shows {events.Count} events {name} of {round}; there must be one.");
        return await Contracts.Web3.Client.GetReceiptAsync(events[0].Log.TransactionHash, cancellation).ConfigureAwait(false)
            ?? throw new InvalidChainResponseException($"The node shows the event {name} of {round}, but not its receipt.");
    }

    /// <summary>The round's events of one name. A node's events may lag behind its state for a moment, so fewer than the state says are
    /// asked for again.</summary>
    private async Task<IReadOnlyList<ContractEvent>> EventsAsync(string name, RoundId round, int expected, CancellationToken cancellation)
    {
        var ofRound = new Dictionary<string, object> { ["jobId"] = round.Job, ["round"] = round.Round };
        for (int attempt = 1; ; attempt++)
        {
            IReadOnlyList<ContractEvent> events = await Contracts.Coordinator.Contract.GetEventsAsync(
                name, 0, null, ofRound, cancellation).ConfigureAwait(false);
            if (events.Count >= expected || attempt == EventAttempts) return events;
            await Task.Delay(EventDelay, cancellation).ConfigureAwait(false);
        }
    }
}
