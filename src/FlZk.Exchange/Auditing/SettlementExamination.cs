using System.Diagnostics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;
using FlZk.Statements;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits how a round was settled: by whom, in one call, over several or by a proposal, and whether the proof holds.</summary>
internal sealed class SettlementExamination(RoundEvidence round)
{
    /// <returns>Whether the contract calls the round settled.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        bool settled = await SettlementAsync(cancellation).ConfigureAwait(false);
        if (!settled || round.IsUnproved) return settled;
        round.Checks.Check("proof", "the settling proof verifies here for the recomputed context, W and C_S", ProofFault());
        await round.Checks.CheckAsync(
            "verifier", "the verifier on chain accepts the same statement", () => VerifierFaultAsync(cancellation)).ConfigureAwait(false);
        return settled;
    }

    private async Task<bool> SettlementAsync(CancellationToken cancellation)
    {
        bool settled = round.State?.IsSettled == true;
        string passed = "the contract says that the round is not settled, and no settlement is shown";
        if (settled && round.State!.WasProposed && round.State.Phase == RoundPhase.Finalised)
        {
            IReadOnlyList<ContractEvent> proofs = await round.Coordinator.GetEventsAsync(
                "AggregateVerified", 0, round.Testimony.Block, round.OfRound, cancellation).ConfigureAwait(false);
            round.IsUnproved = proofs.Count == 0;
        }

        if (round.IsUnproved)
        {
            passed = "the round was settled by a signed proposal that nobody challenged: that the model is the average is not proved";
            await round.Checks.CheckAsync("settlement", passed, () => ProposalFaultAsync(cancellation)).ConfigureAwait(false);
            return settled;
        }

        if (settled)
        {
            passed = "the settlement is signed by the assigned aggregator or its backup, and event, call and state agree";
        }

        await round.Checks.CheckAsync("settlement", passed, async () =>
        {
            IReadOnlyList<ContractEvent> verified = await round.Testimony.EventsAsync(
                round.Coordinator, "AggregateVerified", round.OfRound, cancellation).ConfigureAwait(false);
            if (!settled)
            {
                // A model that was proved and not published in time leaves a failed round.
                return verified.Count == 0 || round.FailedUnpublished
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
        IReadOnlyList<ContractEvent> proposed = await round.Testimony.EventsAsync(
            round.Coordinator, "AggregateProposed", round.OfRound, cancellation).ConfigureAwait(false);
        if (proposed.Count != 1) return $"the node shows {proposed.Count} proposals of a round that was settled by one";
        (SignedCall call, AbiValues arguments) = await round.Testimony.CallBehindAsync(
            proposed[0], round.Coordinator, "proposeAggregate", cancellation).ConfigureAwait(false);
        if (call.From != round.Job.Spec.Aggregator && call.From != round.Job.Spec.BackupAggregator)
            return $"the proposal is signed by {call.From}, neither the aggregator nor its backup";
        round.Settler = call.From;
        round.Settlement = call.Hash;
        if (arguments.Integer("jobId") != round.Job.Id) return "the proposal is of another job";
        return round.State!.SettledBy == call.From && arguments.Tuple("proposed").ToG1() == round.State.ModelCommitment
            ? null
            : "proposer or C_Y in the contract's state are not those of the proposal";
    }

    /// <summary>The proof behind a settlement in one call, or its parts behind one over several.</summary>
    private async Task<AggregateProof> ProofBehindAsync(AbiFunction function, AbiValues arguments, CancellationToken cancellation)
    {
        if (function.Name == "verifyAggregate") return AggregateProofAbi.Read(arguments.Tuple("proof"));
        IReadOnlyList<AbiValues> commitments = arguments.List<AbiValues>("commitments");
        var chunks = new AbiValues[commitments.Count];
        foreach (ContractEvent part in await round.Testimony.EventsAsync(
            round.Coordinator, "ChunksVerified", round.OfRound, cancellation).ConfigureAwait(false))
        {
            (SignedCall call, AbiValues verified) = await round.Testimony.CallBehindAsync(
                part, round.Coordinator, "verifyAggregateChunks", cancellation).ConfigureAwait(false);
            if (call.From != round.Settler) continue;
            int first = verified.Int32("first");
            IReadOnlyList<AbiValues> members = verified.List<AbiValues>("chunks");
            for (int i = 0; i < members.Count && first + i < chunks.Length; i++) chunks[first + i] = members[i];
        }

        if (chunks.Any(static chunk => chunk is null)) throw new TestimonyException("the node does not show every chunk of the settlement");
        return AggregateProofAbi.Read(arguments.Tuple("proved").ToG1(), arguments.Tuple("link").ToG1(), chunks);
    }

    private async Task<string?> SettlementFaultAsync(ContractEvent shown, CancellationToken cancellation)
    {
        (SignedCall call, AbiFunction function, AbiValues arguments) = await round.Testimony.CallBehindAsync(
            shown, round.Coordinator, ["verifyAggregate", "completeAggregate"], cancellation).ConfigureAwait(false);
        round.Settler = call.From;
        round.Settlement = call.Hash;
        if (arguments.Integer("jobId") != round.Job.Id) return "the settlement is of another job";
        round.Proof = await ProofBehindAsync(function, arguments, cancellation).ConfigureAwait(false);
        if (round.Settler != round.Job.Spec.Aggregator && round.Settler != round.Job.Spec.BackupAggregator)
            return $"the settlement is signed by {round.Settler}, neither the aggregator nor its backup";
        if (shown.Fields.Address("aggregator") != round.Settler || round.State!.SettledBy != round.Settler)
            return $"the settlement is signed by {round.Settler}, event or state name another";
        if (shown.Fields.Tuple("modelCommitment").ToG1() != round.Proof.Model.Point
            || round.State.ModelCommitment != round.Proof.Model.Point)
            return "C_Y in the event or the contract's state is not the one in the settlement's call";
        if (shown.Fields.Integer("totalWeight") != round.TotalWeight)
            return $"the settlement's event has W = {shown.Fields.Integer("totalWeight")}, the reveals add up to {round.TotalWeight}";
        return shown.Fields.Tuple("sumCommitment").ToG1() == round.Sum.Point
            ? null
            : "the settlement's event has another C_S than the reveals add up to";
    }

    private FedAvgStatement Statement() => new(
        round.Key!.KeyId, round.Id.ContextFor(round.Settler), round.TotalWeight, round.Key.Dimension, round.Key.Chunks, round.Sum,
        round.Proof!.Model);

    private string? ProofFault()
    {
        if (round.Key is null) return "the verification key is not known";
        if (round.Proof is null) return "the settling proof could not be read";
        long start = Stopwatch.GetTimestamp();
        FedAvgVerdict verdict = FedAvgVerifier.Verify(round.Key, Statement(), round.Proof);
        round.VerifyMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return verdict.Accepted ? null : verdict.Detail;
    }

    private async Task<string?> VerifierFaultAsync(CancellationToken cancellation)
    {
        if (round.Proof is null) return "the settling proof could not be read";
        AbiValues context = await round.Coordinator.CallAsync(
            "contextOf", [round.Job.Id, round.Number, round.Settler], round.Testimony.Block, cancellation).ConfigureAwait(false);
        Fr expected = round.Id.ContextFor(round.Settler);
        if (context.Integer("value") != expected.ToBigInteger()) return "the contract computes another context";
        AbiValues answer = await round.Testimony.Contracts.Verifier(round.Job.Spec.Verifier).Contract.CallAsync(
            "verify",
            [expected.ToBigInteger(), round.TotalWeight, round.Sum.Point.ToAbi(), round.Proof.ToAbi()],
            round.Testimony.Block,
            cancellation).ConfigureAwait(false);
        return answer.Boolean("valid") ? null : "the verifier on chain rejects the statement";
    }
}
