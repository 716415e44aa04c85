using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits a round's course: which phase followed which, that each has the job's duration, and that nothing came late.</summary>
internal sealed class PhaseExamination(RoundEvidence round)
{
    private static readonly Dictionary<RoundPhase, RoundPhase[]> Successors = new()
    {
        [RoundPhase.Drawing] = [RoundPhase.Committing],
        [RoundPhase.Committing] = [RoundPhase.Delivering],
        [RoundPhase.Delivering] = [RoundPhase.Revealing, RoundPhase.Aggregating],
        [RoundPhase.Revealing] = [RoundPhase.Aggregating],
        [RoundPhase.Aggregating] = [RoundPhase.Proposed, RoundPhase.Publishing],
        [RoundPhase.Proposed] = [RoundPhase.Aggregating],
        [RoundPhase.Publishing] = [],
    };

    // What the last of a phase's participants did ends it before its deadline.
    private static readonly Dictionary<RoundPhase, string> Ends = new()
    {
        [RoundPhase.Drawing] = "CommitteeDrawn",
        [RoundPhase.Committing] = "UpdateCommitted",
        [RoundPhase.Delivering] = "UpdateRevealed",
        [RoundPhase.Revealing] = "UpdateRevealed",
        [RoundPhase.Aggregating] = "AggregateVerified",
        [RoundPhase.Proposed] = "ProofDemanded",
    };

    public Task RunAsync(CancellationToken cancellation) => round.Checks.CheckAsync(
        "phases",
        "the phases followed one another as they must, each for as long as the job says, and nothing was taken after its time",
        () => FaultAsync(cancellation));

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        TrainingJobSpec spec = round.Job.Spec;
        ContractEvent? started = (await round.EventsAsync("RoundStarted", cancellation).ConfigureAwait(false)).SingleOrDefault();
        if (started is null) return "the node does not show the round's start";
        RoundPhase phase = spec.CommitteeSize == 0 ? RoundPhase.Committing : RoundPhase.Drawing;
        long deadline = started.Fields.Int64("deadline");
        if (deadline != await TimeAsync(started, cancellation).ConfigureAwait(false) + Seconds(spec.CommitDuration))
            return $"the round's first phase ends at {deadline}, another time than the job's terms give";
        List<ContractEvent> course = [];
        bool proposed = false;
        foreach (string name in (string[])["PhaseAdvanced", "UpdateCommitted", "UpdateRevealed", "ReceiptPosted", "ModelPartPublished",
            "ModelPublished", "RoundFinalised", "RoundFailed"])
            course.AddRange(await round.EventsAsync(name, cancellation).ConfigureAwait(false));
        foreach (ContractEvent one in course.InChainOrder())
        {
            long now = await TimeAsync(one, cancellation).ConfigureAwait(false);
            if (one.Name != "PhaseAdvanced")
            {
                if (StepFault(one, phase, deadline, now, proposed) is { } late) return late;
                continue;
            }

            var next = (RoundPhase)one.Fields.Int32("phase");
            if (!Successors.GetValueOrDefault(phase, []).Contains(next)) return $"{next} followed {phase}";
            if (phase == RoundPhase.Aggregating
                && await TurnFaultAsync(one, next, deadline, now, proposed, cancellation).ConfigureAwait(false) is { } turn)
            {
                return turn;
            }

            proposed |= next == RoundPhase.Proposed;
            if (now <= deadline && !await EndedEarlyAsync(one, phase, next, cancellation).ConfigureAwait(false))
                return $"{phase} gave way to {next} {deadline - now} s before its end";
            deadline = one.Fields.Int64("deadline");
            if (deadline != now + Seconds(DurationOf(next)))
                return $"{next} began at {now} and ends at {deadline}, another time than the job's terms give";
            phase = next;
        }

        return round.State is null || round.State.Phase == phase || round.State.Phase is RoundPhase.Finalised or RoundPhase.Failed
            ? null
            : $"the contract's phase is {round.State.Phase}, the events lead to {phase}";
    }

    // The backup's turn comes after the aggregator's deadline and is as long again; a proposal is its proposer's alone to prove.
    private async Task<string?> TurnFaultAsync(
        ContractEvent advance, RoundPhase next, long deadline, long now, bool proposed, CancellationToken cancellation)
    {
        (string name, string party) = next == RoundPhase.Proposed ? ("AggregateProposed", "proposer") : ("AggregateVerified", "aggregator");
        ContractEvent? settled = (await round.Testimony.EventsWithinAsync(
            advance.Log.TransactionHash, round.Coordinator, cancellation).ConfigureAwait(false)).FirstOrDefault(e => e.Name == name);
        if (settled is null) return $"{next} followed {RoundPhase.Aggregating} without {name}";
        bool byBackup = settled.Fields.Address(party) != round.Job.Spec.Aggregator;
        long end = byBackup && !proposed ? deadline + Seconds(round.Job.Spec.AggregationDuration) : deadline;
        return now <= end && (!byBackup || proposed || now > deadline)
            ? null
            : $"{settled.Fields.Address(party)} settled or proposed at {now}, which was not its turn";
    }

    private string? StepFault(ContractEvent step, RoundPhase phase, long deadline, long now, bool proposed)
    {
        bool backupsTurn = phase == RoundPhase.Aggregating && !proposed && !round.Job.Spec.BackupAggregator.IsZero;
        long end = backupsTurn ? deadline + Seconds(round.Job.Spec.AggregationDuration) : deadline;
        bool inTime = step.Name switch
        {
            "UpdateCommitted" => phase is RoundPhase.Committing && now <= deadline,
            "ReceiptPosted" => phase is RoundPhase.Delivering && now <= deadline,
            "UpdateRevealed" => phase is RoundPhase.Delivering || (phase is RoundPhase.Revealing && now <= deadline),
            "ModelPartPublished" or "ModelPublished" => phase is RoundPhase.Publishing && now <= deadline,
            "RoundFailed" => now > end,
            "RoundFinalised" => phase is RoundPhase.Publishing || (phase is RoundPhase.Proposed && now > deadline),
            _ => true,
        };
        return inTime ? null : $"{step.Name} happened during {phase} at {now}, where {deadline} was the deadline";
    }

    private async Task<bool> EndedEarlyAsync(ContractEvent advance, RoundPhase phase, RoundPhase next, CancellationToken cancellation)
    {
        string end = phase == RoundPhase.Aggregating && next == RoundPhase.Proposed ? "AggregateProposed" : Ends[phase];
        Contract where = phase == RoundPhase.Drawing ? round.Testimony.Contracts.Selector.Contract : round.Coordinator;
        return (await round.Testimony.EventsWithinAsync(advance.Log.TransactionHash, where, cancellation).ConfigureAwait(false))
            .Any(e => e.Name == end);
    }

    private TimeSpan DurationOf(RoundPhase phase) => phase switch
    {
        RoundPhase.Delivering => round.Job.Spec.DeliveryDuration,
        RoundPhase.Revealing => round.Job.Spec.RevealDuration,
        RoundPhase.Aggregating => round.Job.Spec.AggregationDuration,
        RoundPhase.Proposed => round.Job.Spec.ChallengeWindow,
        RoundPhase.Publishing => round.Job.Spec.PublicationDuration,
        _ => round.Job.Spec.CommitDuration,
    };

    private Task<long> TimeAsync(ContractEvent happened, CancellationToken cancellation) =>
        round.Testimony.TimeOfAsync(happened.Log.BlockNumber, cancellation);

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;
}
