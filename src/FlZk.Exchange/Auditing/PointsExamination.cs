using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits what a round's reveals are rewarded by.</summary>
internal sealed class PointsExamination(RoundEvidence round)
{
    public Task RunAsync(CancellationToken cancellation) => round.Checks.CheckAsync(
        "points",
        "the points that rewards are shared by follow from weight, cap, reputation, timeliness and proof of every reveal",
        () => FaultAsync(cancellation));

    private async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        ulong total = round.Reveals.Aggregate(0UL, static (sum, reveal) => sum + reveal.Points);
        if (round.State is null) return "the contract's state is not known";
        if (round.State.TotalPoints != total)
            return $"the contract's total is {round.State.TotalPoints}, the reveals' points add up to {total}";
        if (round.State.Revealed != round.Reveals.Count) return "the reveals could not all be read";
        IReadOnlyList<ContractEvent> enrolled = await round.Testimony.EventsAsync(
            round.Coordinator, "ProviderEnrolled", new Dictionary<string, object> { ["jobId"] = round.Job.Id }, cancellation)
            .ConfigureAwait(false);
        ContractEvent? revealing = (await round.EventsAsync("PhaseAdvanced", cancellation).ConfigureAwait(false))
            .FirstOrDefault(static e => e.Fields.Int32("phase") == (int)RoundPhase.Revealing);
        foreach (AuditedReveal reveal in round.Reveals)
        {
            Address provider = reveal.Contribution.Provider;
            if (!round.Committed.TryGetValue(provider, out (Hash32 Hash, int Multiplier) committed))
                return $"{provider} revealed without a commit that shows its reputation";
            int score = reveal.IsProved || round.Job.Spec.ContributionVerifier.IsZero ? RewardPoints.Whole : round.Job.Spec.UnprovedFactor;
            int timeliness = RewardPoints.Whole;
            if (revealing is not null && revealing.IsBefore(reveal.Event))
            {
                long now = await round.Testimony.TimeOfAsync(reveal.Event.Log.BlockNumber, cancellation).ConfigureAwait(false);
                timeliness = RewardPoints.Timeliness(
                    revealing.Fields.Int64("deadline") - now, (long)round.Job.Spec.RevealDuration.TotalSeconds,
                    round.Job.Spec.TimelinessFloor);
            }

            ContractEvent? enrolment = enrolled.LastOrDefault(e => e.Fields.Address("provider") == provider && e.IsBefore(reveal.Event));
            if (enrolment is null) return $"{provider} revealed without having joined the job";
            ulong expected = RewardPoints.Of(
                reveal.Contribution.Weight, enrolment.Fields.Int64("rewardWeightCap"), committed.Multiplier, timeliness, score);
            if (reveal.Points != expected) return $"{provider}'s points are {reveal.Points}, by the formula they are {expected}";
        }

        return null;
    }
}
