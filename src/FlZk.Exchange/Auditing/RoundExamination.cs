using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Models;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits one round: reveals against commitments and receipts, sums, context, proof, publication, rewards.</summary>
internal sealed class RoundExamination(ChainTestimony testimony, JobView job, LinkedVerificationKey? key, int number)
{
    private readonly CheckList _checks = new();
    private readonly RoundId _id = testimony.Contracts.Coordinator.RoundId(job.Id, number);
    private readonly Dictionary<string, object> _ofRound = new() { ["jobId"] = job.Id, ["round"] = number };
    private readonly List<(RevealedContribution Contribution, Hash32 Transaction)> _revealed = [];
    private readonly List<ulong> _points = [];
    private readonly Dictionary<Address, (Hash32 Hash, int Multiplier)> _committed = [];

    private RoundView? _state;
    private long _totalWeight;
    private VectorCommitment _sum;
    private AggregateProof? _proof;
    private Address _settler;
    private Hash32 _settlement;
    private int[]? _model;
    private double _verifyMilliseconds;
    private IReadOnlyList<BigInteger>? _shares;
    private bool _unproved;
    private bool _unpublished;

    private static readonly string[] RevealingCalls =
        ["submitUpdate", "submitUpdateFor", "submitProvedUpdate", "submitProvedUpdates"];

    private Contract Coordinator => testimony.Contracts.Coordinator.Contract;

    public async Task<RoundAudit> RunAsync(CancellationToken cancellation)
    {
        await _checks.CheckAsync("state", "the contract's state of the round could be read", async () =>
        {
            _state = await testimony.Contracts.Coordinator.GetRoundAsync(
                job.Id, number, testimony.Block, cancellation).ConfigureAwait(false);
            if (_state.Phase != RoundPhase.Failed) return null;
            IReadOnlyList<ContractEvent> failures = await testimony.EventsAsync(
                Coordinator, "RoundFailed", _ofRound, cancellation).ConfigureAwait(false);
            _unpublished = failures.Any(static e => e.Fields.Int32("phase") == (int)RoundPhase.Publishing);
            return null;
        }).ConfigureAwait(false);
        await _checks.CheckAsync(
            "commits", "every commit is signed by its provider, one each", () => CommitsFaultAsync(cancellation)).ConfigureAwait(false);
        await _checks.CheckAsync(
            "reveals",
            "every reveal is signed by its provider, opens what it committed to, and carries a receipt of the aggregator or its backup",
            () => RevealsFaultAsync(cancellation)).ConfigureAwait(false);
        await _checks.CheckAsync("sums", "W and C_S, recomputed from the reveals, are the contract's", () => Task.FromResult(SumsFault()))
            .ConfigureAwait(false);
        await _checks.CheckAsync(
            "points",
            "the points that rewards are shared by follow from weight, cap, reputation, timeliness and proof of every reveal",
            () => PointsFaultAsync(cancellation)).ConfigureAwait(false);
        bool settled = await SettlementAsync(cancellation).ConfigureAwait(false);
        if (settled && !_unproved)
        {
            _checks.Check("proof", "the settling proof verifies here for the recomputed context, W and C_S", ProofFault());
            await _checks.CheckAsync("verifier", "the verifier on chain accepts the same statement", () => VerifierFaultAsync(cancellation))
                .ConfigureAwait(false);
        }

        if (settled && _state!.Phase == RoundPhase.Finalised)
        {
            if (!_unproved)
            {
                await _checks.CheckAsync(
                    "model", "the published model is signed by who settled and opens C_Y", () => ModelFaultAsync(cancellation))
                    .ConfigureAwait(false);
            }

            await _checks.CheckAsync("rewards", RewardsPassed(), () => RewardsFaultAsync(cancellation)).ConfigureAwait(false);
        }

        return Result();
    }

    /// <summary>Where two models differ first, or null.</summary>
    public static string? ModelDifference(ReadOnlySpan<int> given, ReadOnlySpan<int> published)
    {
        if (given.Length != published.Length) return $"the given model has {given.Length} parameters, the published one {published.Length}";
        int at = given.CommonPrefixLength(published);
        return at == given.Length ? null : $"parameter {at} of the given model is {given[at]}, of the published one {published[at]}";
    }

    private async Task<string?> CommitsFaultAsync(CancellationToken cancellation)
    {
        foreach (ContractEvent one in await testimony.EventsAsync(
            Coordinator, "UpdateCommitted", _ofRound, cancellation).ConfigureAwait(false))
        {
            Address provider = one.Fields.Address("provider");
            (SignedCall call, AbiValues arguments) = await testimony.CallBehindAsync(
                one, Coordinator, "commitUpdate", cancellation).ConfigureAwait(false);
            if (call.From != provider) return $"the commit shown as {provider}'s is signed by {call.From}";
            if (arguments.Integer("jobId") != job.Id || arguments.Hash("commitHash") != one.Fields.Hash("commitHash"))
                return $"the commit shown as {provider}'s is not the one that {provider} signed";
            if (!_committed.TryAdd(provider, (one.Fields.Hash("commitHash"), one.Fields.Int32("multiplier"))))
                return $"{provider} is shown to have committed twice";
        }

        return _state is null || _state.Committed == _committed.Count
            ? null
            : $"the contract counts {_state.Committed} commits, the node shows {_committed.Count}";
    }

    private async Task<string?> RevealsFaultAsync(CancellationToken cancellation)
    {
        string? fault = null;
        foreach (ContractEvent one in await testimony.EventsAsync(
            Coordinator, "UpdateRevealed", _ofRound, cancellation).ConfigureAwait(false))
        {
            (SignedCall call, AbiFunction function, AbiValues arguments) = await testimony.CallBehindAsync(
                one, Coordinator, RevealingCalls, cancellation).ConfigureAwait(false);
            Address provider = one.Fields.Address("provider");
            AbiValues update = AbiDecoder.Decode(ExchangeAbi.Reveal, UpdateOf(provider, call, function, arguments));
            var revealed = new RevealedContribution(provider, update.Int64("weight"), update.Tuple("commitment").ToG1());
            fault ??= RevealFault(one, arguments, update, revealed);
            _points.Add(one.Fields.UInt64("points"));
            _revealed.Add((revealed, call.Hash));
        }

        if (fault is null && _state is not null && _state.Revealed != _revealed.Count)
            fault = $"the contract counts {_state.Revealed} reveals, the node shows {_revealed.Count}";
        return fault;
    }

    /// <summary>The reveal of a provider inside a call. Whoever sends it, it opens what the provider itself committed to.</summary>
    private static byte[] UpdateOf(Address provider, SignedCall call, AbiFunction function, AbiValues arguments)
    {
        switch (function.Name)
        {
            case "submitUpdate" or "submitProvedUpdate" when call.From != provider:
                throw new TestimonyException($"the reveal shown as {provider}'s is signed by {call.From}");
            case "submitUpdateFor" when arguments.Address("provider") != provider:
                throw new TestimonyException($"the reveal shown as {provider}'s is {arguments.Address("provider")}'s");
            case "submitProvedUpdates":
                IReadOnlyList<Address> providers = arguments.List<Address>("providers");
                IReadOnlyList<byte[]> updates = arguments.List<byte[]>("updates");
                for (int i = 0; i < Math.Min(providers.Count, updates.Count); i++)
                {
                    if (providers[i] == provider) return updates[i];
                }

                throw new TestimonyException($"the call behind the reveal shown as {provider}'s does not have it");
            default:
                return arguments.Bytes("update");
        }
    }

    private string? RevealFault(ContractEvent shown, AbiValues arguments, AbiValues update, RevealedContribution revealed)
    {
        Address provider = revealed.Provider;
        if (arguments.Hash("roundKey") != _id.Key || update.Integer("jobId") != job.Id || update.Integer("round") != number)
            return $"{provider}'s reveal is for another round";
        if (shown.Fields.Integer("weight") != revealed.Weight || shown.Fields.Integer("commitmentX") != revealed.Commitment.X.ToBigInteger()
            || shown.Fields.Integer("commitmentY") != revealed.Commitment.Y.ToBigInteger())
        {
            return $"the event of {provider}'s reveal is not what {provider} revealed";
        }

        if (_revealed.Any(other => other.Contribution.Provider == provider)) return $"{provider} is shown to have revealed twice";
        Hash32 opened = _id.CommitHash(provider, revealed.Commitment, revealed.Weight, update.Hash("salt"));
        if (!_committed.TryGetValue(provider, out (Hash32 Hash, int Multiplier) committed) || committed.Hash != opened)
            return $"{provider} revealed something else than it committed to";
        if (revealed.Weight < 1 || revealed.Weight > job.Spec.MaxWeight)
            return $"{provider}'s weight {revealed.Weight} is outside [1, {job.Spec.MaxWeight}]";
        if (revealed.Commitment.IsInfinity) return $"{provider}'s commitment is the point at infinity";
        var receipt = new ContributionReceipt(_id, provider, revealed.Commitment, revealed.Weight, update.Bytes("receiptSignature"));
        Address? signer = receipt.Signer();
        return signer is { IsZero: false } && (signer == job.Spec.Aggregator || signer == job.Spec.BackupAggregator)
            ? null
            : $"{provider}'s receipt is signed by {signer?.ToString() ?? "nobody"}, neither the aggregator nor its backup";
    }

    private string? SumsFault()
    {
        _totalWeight = _revealed.Sum(static r => r.Contribution.Weight);
        if (_revealed.Count > 0)
        {
            _sum = VectorCommitment.WeightedSum(
                [.. _revealed.Select(static r => new VectorCommitment(r.Contribution.Commitment))],
                [.. _revealed.Select(static r => r.Contribution.Weight)]);
        }

        if (_state is null) return "the contract's state is not known";
        if (_state.TotalWeight != _totalWeight) return $"the contract's W is {_state.TotalWeight}, the reveals add up to {_totalWeight}";

        // A settled round's C_S is in the event of its settlement, which is compared there.
        return _state.IsSettled || _unpublished || _state.SumCommitment == _sum.Point
            ? null
            : "the contract's C_S is not the weighted sum of the revealed commitments";
    }

    private async Task<string?> PointsFaultAsync(CancellationToken cancellation)
    {
        ulong total = _points.Aggregate(0UL, static (sum, p) => sum + p);
        if (_state is null) return "the contract's state is not known";
        if (_state.TotalPoints != total) return $"the contract's total is {_state.TotalPoints}, the reveals' points add up to {total}";
        IReadOnlyList<ContractEvent> reveals = await testimony.EventsAsync(
            Coordinator, "UpdateRevealed", _ofRound, cancellation).ConfigureAwait(false);
        IReadOnlyList<ContractEvent> enrolled = await testimony.EventsAsync(
            Coordinator, "ProviderEnrolled", new Dictionary<string, object> { ["jobId"] = job.Id }, cancellation).ConfigureAwait(false);
        ContractEvent? revealing = (await testimony.EventsAsync(Coordinator, "PhaseAdvanced", _ofRound, cancellation).ConfigureAwait(false))
            .FirstOrDefault(static e => e.Fields.Int32("phase") == (int)RoundPhase.Revealing);
        if (reveals.Count != _revealed.Count) return "the reveals could not all be read";
        for (int i = 0; i < reveals.Count; i++)
        {
            ContractEvent one = reveals[i];
            Address provider = _revealed[i].Contribution.Provider;
            if (!_committed.TryGetValue(provider, out (Hash32 Hash, int Multiplier) committed))
                return $"{provider} revealed without a commit that shows its reputation";
            (_, AbiFunction function, _) = await testimony.CallBehindAsync(
                one, Coordinator, RevealingCalls, cancellation).ConfigureAwait(false);
            bool proved = function.Name is "submitProvedUpdate" or "submitProvedUpdates";
            int score = proved || job.Spec.ContributionVerifier.IsZero ? RewardPoints.Whole : job.Spec.UnprovedFactor;
            int timeliness = RewardPoints.Whole;
            if (revealing is not null && IsBefore(revealing, one))
            {
                long now = await testimony.TimeOfAsync(one.Log.BlockNumber, cancellation).ConfigureAwait(false);
                timeliness = RewardPoints.Timeliness(
                    revealing.Fields.Int64("deadline") - now, (long)job.Spec.RevealDuration.TotalSeconds, job.Spec.TimelinessFloor);
            }

            ContractEvent? enrolment = enrolled.LastOrDefault(e => e.Fields.Address("provider") == provider && IsBefore(e, one));
            if (enrolment is null) return $"{provider} revealed without having joined the job";
            ulong expected = RewardPoints.Of(
                _revealed[i].Contribution.Weight, enrolment.Fields.Int64("rewardWeightCap"), committed.Multiplier, timeliness,
                score);
            if (_points[i] != expected) return $"{provider}'s points are {_points[i]}, by the formula they are {expected}";
        }

        return null;
    }

    private static bool IsBefore(ContractEvent first, ContractEvent second) =>
        (first.Log.BlockNumber, first.Log.LogIndex).CompareTo((second.Log.BlockNumber, second.Log.LogIndex)) < 0;

    private async Task<bool> SettlementAsync(CancellationToken cancellation)
    {
        bool settled = _state?.IsSettled == true;
        string passed = "the contract says that the round is not settled, and no settlement is shown";
        if (settled && _state!.WasProposed && _state.Phase == RoundPhase.Finalised)
        {
            IReadOnlyList<ContractEvent> proofs = await Coordinator.GetEventsAsync(
                "AggregateVerified", 0, testimony.Block, _ofRound, cancellation).ConfigureAwait(false);
            _unproved = proofs.Count == 0;
        }

        if (_unproved)
        {
            passed = "the round was settled by a signed proposal that nobody challenged: that the model is the average is not proved";
            await _checks.CheckAsync("settlement", passed, () => ProposalFaultAsync(cancellation)).ConfigureAwait(false);
            return settled;
        }

        if (settled)
        {
            passed = "the settlement is signed by the assigned aggregator or its backup, and event, call and state agree";
        }

        await _checks.CheckAsync("settlement", passed, async () =>
        {
            IReadOnlyList<ContractEvent> verified = await testimony.EventsAsync(
                Coordinator, "AggregateVerified", _ofRound, cancellation).ConfigureAwait(false);
            if (!settled)
            {
                // A model that was proved and not published in time leaves a failed round.
                return verified.Count == 0 || _unpublished
                    ? null
                    : "the node shows a settlement of a round that the contract does not call settled";
            }

            return verified.Count == 1
                ? await SettlementFaultAsync(verified[0], cancellation).ConfigureAwait(false)
                : $"the node shows {verified.Count} settlements of a settled round";
        }).ConfigureAwait(false);
        return settled;
    }

    private async Task<string?> ProposalFaultAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> proposed = await testimony.EventsAsync(
            Coordinator, "AggregateProposed", _ofRound, cancellation).ConfigureAwait(false);
        if (proposed.Count != 1) return $"the node shows {proposed.Count} proposals of a round that was settled by one";
        (SignedCall call, AbiValues arguments) = await testimony.CallBehindAsync(
            proposed[0], Coordinator, "proposeAggregate", cancellation).ConfigureAwait(false);
        if (call.From != job.Spec.Aggregator && call.From != job.Spec.BackupAggregator)
            return $"the proposal is signed by {call.From}, neither the aggregator nor its backup";
        _settler = call.From;
        _settlement = call.Hash;
        if (arguments.Integer("jobId") != job.Id) return "the proposal is of another job";
        return _state!.SettledBy == call.From && arguments.Tuple("proposed").ToG1() == _state.ModelCommitment
            ? null
            : "proposer or C_Y in the contract's state are not those of the proposal";
    }

    /// <summary>The proof behind a settlement in one call, or its parts behind one over several.</summary>
    private async Task<AggregateProof> ProofBehindAsync(AbiFunction function, AbiValues arguments, CancellationToken cancellation)
    {
        if (function.Name == "verifyAggregate") return AggregateProofAbi.Read(arguments.Tuple("proof"));
        IReadOnlyList<AbiValues> commitments = arguments.List<AbiValues>("commitments");
        var chunks = new AbiValues[commitments.Count];
        foreach (ContractEvent part in await testimony.EventsAsync(
            Coordinator, "ChunksVerified", _ofRound, cancellation).ConfigureAwait(false))
        {
            (SignedCall call, AbiValues verified) = await testimony.CallBehindAsync(
                part, Coordinator, "verifyAggregateChunks", cancellation).ConfigureAwait(false);
            if (call.From != _settler) continue;
            int first = verified.Int32("first");
            IReadOnlyList<AbiValues> members = verified.List<AbiValues>("chunks");
            for (int i = 0; i < members.Count && first + i < chunks.Length; i++) chunks[first + i] = members[i];
        }

        if (chunks.Any(static chunk => chunk is null)) throw new TestimonyException("the node does not show every chunk of the settlement");
        return AggregateProofAbi.Read(arguments.Tuple("proved").ToG1(), arguments.Tuple("link").ToG1(), chunks);
    }

    private async Task<string?> SettlementFaultAsync(ContractEvent shown, CancellationToken cancellation)
    {
        (SignedCall call, AbiFunction function, AbiValues arguments) = await testimony.CallBehindAsync(
            shown, Coordinator, ["verifyAggregate", "completeAggregate"], cancellation).ConfigureAwait(false);
        _settler = call.From;
        _settlement = call.Hash;
        if (arguments.Integer("jobId") != job.Id) return "the settlement is of another job";
        _proof = await ProofBehindAsync(function, arguments, cancellation).ConfigureAwait(false);
        if (_settler != job.Spec.Aggregator && _settler != job.Spec.BackupAggregator)
            return $"the settlement is signed by {_settler}, neither the aggregator nor its backup";
        if (shown.Fields.Address("aggregator") != _settler || _state!.SettledBy != _settler)
            return $"the settlement is signed by {_settler}, event or state name another";
        if (shown.Fields.Tuple("modelCommitment").ToG1() != _proof.Model.Point || _state.ModelCommitment != _proof.Model.Point)
            return "C_Y in the event or the contract's state is not the one in the settlement's call";
        if (shown.Fields.Integer("totalWeight") != _totalWeight)
            return $"the settlement's event has W = {shown.Fields.Integer("totalWeight")}, the reveals add up to {_totalWeight}";
        return shown.Fields.Tuple("sumCommitment").ToG1() == _sum.Point
            ? null
            : "the settlement's event has another C_S than the reveals add up to";
    }

    private FedAvgStatement Statement() => new(
        key!.KeyId, _id.ContextFor(_settler), _totalWeight, key.Dimension, key.Chunks, _sum, _proof!.Model);

    private string? ProofFault()
    {
        if (key is null) return "the verification key is not known";
        if (_proof is null) return "the settling proof could not be read";
        long start = Stopwatch.GetTimestamp();
        FedAvgVerdict verdict = FedAvgVerifier.Verify(key, Statement(), _proof);
        _verifyMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return verdict.Accepted ? null : verdict.Detail;
    }

    private async Task<string?> VerifierFaultAsync(CancellationToken cancellation)
    {
        if (_proof is null) return "the settling proof could not be read";
        AbiValues context = await Coordinator.CallAsync(
            "contextOf", [job.Id, number, _settler], testimony.Block, cancellation).ConfigureAwait(false);
        Fr expected = _id.ContextFor(_settler);
        if (context.Integer("value") != expected.ToBigInteger()) return "the contract computes another context";
        AbiValues answer = await testimony.Contracts.Verifier(job.Spec.Verifier).Contract.CallAsync(
            "verify",
            [expected.ToBigInteger(), _totalWeight, _sum.Point.ToAbi(), _proof.ToAbi()],
            testimony.Block,
            cancellation).ConfigureAwait(false);
        return answer.Boolean("valid") ? null : "the verifier on chain rejects the statement";
    }

    private async Task<string?> ModelFaultAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> published = await testimony.EventsAsync(
            Coordinator, "ModelPublished", _ofRound, cancellation).ConfigureAwait(false);
        if (published.Count != 1)
            return $"the node shows {published.Count} publications of the model; there must be one";
        (SignedCall call, AbiValues arguments) = await testimony.CallBehindAsync(
            published[0], Coordinator, "publishModel", cancellation).ConfigureAwait(false);
        if (call.From != _settler) return $"the model is published by {call.From}, the round was settled by {_settler}";
        byte[] packed = arguments.Bytes("model");
        if (arguments.Integer("jobId") != job.Id || arguments.Integer("round") != number
            || arguments.Integer("blinding") != published[0].Fields.Integer("blinding")
            || !packed.AsSpan().SequenceEqual(published[0].Fields.Bytes("model")))
        {
            return "the event of the publication is not what the aggregator signed";
        }

        if (key is null || _proof is null) return "without key and proof the model cannot be compared with C_Y";
        if (!PackedModel.TryUnpack(packed, key.Dimension, key.Parameters.ValueBits, out int[] model))
            return $"the published model has {packed.Length} bytes, another length than {key.Dimension} parameters";
        Fr blinding = Fr.FromBigInteger(arguments.Integer("blinding"));
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, key.Dimension, null, cancellation);
        if (!_proof.Model.Opens(generators, model, blinding, cancellation))
            return "the published model does not open the settled commitment C_Y";
        _model = model;
        return null;
    }

    private string RewardsPassed() =>
        $"the {_revealed.Count} shares add up to the round's exact part of the bounty, and nobody was paid more than its share";

    private async Task<string?> RewardsFaultAsync(CancellationToken cancellation)
    {
        RewardDistributorContract distributor = testimony.Contracts.Distributor;
        BigInteger reward = RewardShares.OfRound(job.Spec.Bounty, job.Spec.RoundCount, _state!.Ordinal);
        _shares = RewardShares.OfProviders(reward, _points);
        BigInteger sum = _shares.Aggregate(BigInteger.Zero, static (a, b) => a + b);
        if (sum != reward) return $"the shares add up to {sum}, the round pays {reward}";
        IReadOnlyList<ContractEvent> accrued = await testimony.EventsAsync(
            distributor.Contract, "RewardsAccrued", _ofRound, cancellation).ConfigureAwait(false);
        BigInteger? fixedReward = await distributor.RoundRewardAsync(_id, testimony.Block, cancellation).ConfigureAwait(false);
        if (fixedReward is null) return accrued.Count == 0 ? null : "the node shows a distribution that the contract does not know";
        if (accrued.Count != 1 || accrued[0].Fields.Integer("amount") != reward
            || accrued[0].Fields.Integer("totalPoints") != _state.TotalPoints
            || accrued[0].Fields.Address("token") != job.Spec.BountyToken || fixedReward != reward)
        {
            return $"event or state of the distribution differ from {reward} for {_state.TotalPoints} points";
        }

        for (int i = 0; i < _shares.Count; i++)
        {
            BigInteger share = await distributor.ShareOfAsync(
                _id, _revealed[i].Contribution.Provider, testimony.Block, cancellation).ConfigureAwait(false);
            if (share != _shares[i])
                return $"the contract's share of {_revealed[i].Contribution.Provider} is {share}, by points it is {_shares[i]}";
        }

        return await ClaimsFaultAsync(distributor, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> ClaimsFaultAsync(RewardDistributorContract distributor, CancellationToken cancellation)
    {
        var paid = new HashSet<Address>();
        IReadOnlyList<ContractEvent> claims = await testimony.EventsAsync(
            distributor.Contract,
            "RewardClaimed",
            new Dictionary<string, object> { ["roundId"] = _id.Number },
            cancellation).ConfigureAwait(false);
        foreach (ContractEvent claim in claims)
        {
            Address provider = claim.Fields.Address("provider");
            int at = _revealed.FindIndex(r => r.Contribution.Provider == provider);
            if (at < 0) return $"{provider}, who revealed nothing, was paid";
            if (!paid.Add(provider)) return $"{provider} was paid twice";
            if (claim.Fields.Integer("amount") != _shares![at])
                return $"{provider} was paid {claim.Fields.Integer("amount")}, its share is {_shares[at]}";
        }

        return null;
    }

    private RoundAudit Result() => new()
    {
        Round = number,
        Verdict = !_checks.AllPassed ? AuditVerdict.Invalid
            : _state?.Phase != RoundPhase.Finalised ? AuditVerdict.Unsettled
            : _unproved ? AuditVerdict.Unproved
            : AuditVerdict.Valid,
        Phase = (_state?.Phase ?? RoundPhase.Idle).ToString(),
        Checks = _checks.Checks,
        Contributions = [.. _revealed.Select((r, i) => new AuditedContribution(
            r.Contribution.Provider.ToString(),
            r.Contribution.Weight,
            JsonRecord.PointText(r.Contribution.Commitment),
            r.Transaction.ToString(),
            _shares?[i].ToString(CultureInfo.InvariantCulture)))],
        TotalWeight = _totalWeight,
        SumCommitment = _revealed.Count > 0 ? JsonRecord.PointText(_sum.Point) : null,
        ModelCommitment = _proof is { } proof ? JsonRecord.PointText(proof.Model.Point) : null,
        SettlementTransaction = _settlement == default ? null : _settlement.ToString(),
        Parameters = _model?.Length ?? 0,
        PublishedModel = _model,
        VerifyMilliseconds = _verifyMilliseconds,
    };
}
