using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits what became of a round's proposal: challenged in time and with the bond that it costs, judged as the proof has
/// it.</summary>
internal sealed class ChallengeExamination(RoundEvidence round)
{
    private const int ChallengeBond = 2_000;
    private const int Whole = 10_000;

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (round.State?.WasProposed != true) return;
        await round.Checks.CheckAsync(
            "challenge",
            "the proposal was challenged in time and for a full bond or not at all, and the challenge was judged as the proof has it",
            () => FaultAsync(cancellation)).ConfigureAwait(false);
    }

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> proposals = await round.EventsAsync("AggregateProposed", cancellation).ConfigureAwait(false);
        if (proposals.Count != 1) return $"the node shows {proposals.Count} proposals of a round that had one";
        IReadOnlyList<ContractEvent> demands = await round.EventsAsync("ProofDemanded", cancellation).ConfigureAwait(false);
        IReadOnlyList<ContractEvent> proofs = await round.EventsAsync("AggregateVerified", cancellation).ConfigureAwait(false);
        ContractEvent[] told = [.. (await round.Testimony.HistoryAsync(round.Testimony.Contracts.Settlement.Contract, cancellation)
            .ConfigureAwait(false)).Where(IsOfRound)];
        ContractEvent[] challenges = [.. told.Where(static e => e.Name == "ProposalChallenged")];
        ContractEvent[] resolutions = [.. told.Where(static e => e.Name == "ChallengeResolved")];
        if (challenges.Length > 1 || resolutions.Length > challenges.Length || demands.Count != challenges.Length)
        {
            return $"the node shows {challenges.Length} challenges, {demands.Count} demands for a proof and {resolutions.Length} "
                + "judgements of one proposal";
        }

        if (challenges.Length == 0)
            return proofs.Count == 0 ? null : "the proposal was proved though nobody had demanded it";
        return await ChallengeFaultAsync(challenges[0], demands[0], proposals[0], cancellation).ConfigureAwait(false)
            ?? ProofFault(proofs, proposals[0], demands[0])
            ?? JudgementFault(challenges[0], resolutions.SingleOrDefault(), proofs.Count > 0);
    }

    private async Task<string?> ChallengeFaultAsync(
        ContractEvent challenge, ContractEvent demand, ContractEvent proposal, CancellationToken cancellation)
    {
        Address challenger = challenge.Fields.Address("challenger");
        if (demand.Log.TransactionHash != challenge.Log.TransactionHash) return "the proof was demanded by no challenge";
        long now = await round.Testimony.TimeOfAsync(challenge.Log.BlockNumber, cancellation).ConfigureAwait(false);
        if (now > proposal.Fields.Int64("deadline"))
            return $"{challenger}'s challenge came {now - proposal.Fields.Int64("deadline")} s after the window";
        BigInteger bond = ((round.Job.Spec.AggregatorStake * ChallengeBond) + Whole - 1) / Whole;
        BigInteger locked = round.History.Stakes.LockedAfter(challenger, LockId, challenge);
        return challenge.Fields.Integer("bond") == bond && locked == bond
            ? null
            : $"{challenger} challenged for a bond of {challenge.Fields.Integer("bond")} with {locked} locked; it costs {bond}";
    }

    private string? ProofFault(IReadOnlyList<ContractEvent> proofs, ContractEvent proposal, ContractEvent demand)
    {
        if (proofs.Count == 0)
        {
            return round.State!.Phase is RoundPhase.Aggregating or RoundPhase.Failed
                ? null
                : $"the proof that was demanded was never given, and the round is {round.State.Phase}";
        }

        ContractEvent proof = proofs[0];
        bool same = proof.Fields.Address("aggregator") == proposal.Fields.Address("proposer")
            && proof.Fields.Tuple("modelCommitment").Values.SequenceEqual(proposal.Fields.Tuple("modelCommitment").Values);
        if (!same) return "another model was proved, or by another account, than was proposed";
        return demand.IsBefore(proof) ? null : "the proposal was proved before anybody demanded it";
    }

    private string? JudgementFault(ContractEvent challenge, ContractEvent? resolution, bool proved)
    {
        Address challenger = challenge.Fields.Address("challenger");
        BigInteger bond = challenge.Fields.Integer("bond");
        if (resolution is null)
        {
            BigInteger locked = round.History.Stakes.LockedBefore(challenger, LockId, null);
            return locked == bond ? null : $"{challenger}'s challenge is not judged, and {locked} of its bond of {bond} is left";
        }

        if (resolution.Fields.Address("challenger") != challenger) return "the challenge was judged for another account than made it";
        if (resolution.Fields.Boolean("upheld") == proved)
            return proved ? "the challenge was upheld though the proof was given" : "the challenge was lost though no proof was given";
        if (!proved && round.State!.Phase != RoundPhase.Failed) return "the challenge was judged before the proof's deadline";
        BigInteger expected = proved ? bond : BigInteger.Zero;
        return resolution.Fields.Integer("slashed") == expected
            ? null
            : $"{challenger} lost {resolution.Fields.Integer("slashed")} of its bond, not {expected}";
    }

    private BigInteger LockId => round.Id.Number | StakeReplay.SettlementLock;

    private bool IsOfRound(ContractEvent happened) => happened.Name is "ProposalChallenged" or "ChallengeResolved"
        && happened.Fields.Integer("roundId") == round.Id.Number;
}
