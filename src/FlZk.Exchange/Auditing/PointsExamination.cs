using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits what a round's reveals are rewarded by, and in which order.</summary>
internal sealed class PointsExamination(RoundEvidence round)
{
    public Task RunAsync(CancellationToken cancellation) => round.Checks.CheckAsync(
        "points",
        "the points that rewards are shared by follow from weight, stake, reputation, timeliness and proof of every reveal",
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
        ulong before = 0;
        for (int i = 0; i < round.Reveals.Count; i++)
        {
            AuditedReveal reveal = round.Reveals[i];
            Address provider = reveal.Contribution.Provider;
            ContractEvent? enrolment = enrolled.LastOrDefault(e => e.Fields.Address("provider") == provider && e.IsBefore(reveal.Event));
            if (enrolment is null) return $"{provider} revealed without having joined the job";
            long cap = await CapAsync(enrolment, provider, cancellation).ConfigureAwait(false);
            if (cap != enrolment.Fields.Int64("rewardWeightCap"))
                return $"{provider} is paid for a weight of {enrolment.Fields.Int64("rewardWeightCap")} at most, by its stake for {cap}";
            string? fault = await PointsFaultAsync(reveal, cap, revealing, cancellation).ConfigureAwait(false)
                ?? await PlaceFaultAsync(reveal, i, before, cancellation).ConfigureAwait(false);
            if (fault is not null) return fault;
            before += reveal.Points;
        }

        return null;
    }

    private async Task<string?> PointsFaultAsync(AuditedReveal reveal, long cap, ContractEvent? revealing, CancellationToken cancellation)
    {
        Address provider = reveal.Contribution.Provider;
        if (!round.Multipliers.TryGetValue(provider, out int multiplier)) return $"{provider} revealed without a commit";
        int score = reveal.IsProved || round.Job.Spec.ContributionVerifier.IsZero ? RewardPoints.Whole : round.Job.Spec.UnprovedFactor;
        int timeliness = RewardPoints.Whole;
        if (revealing is not null && revealing.IsBefore(reveal.Event))
        {
            long duration = (long)round.Job.Spec.RevealDuration.TotalSeconds;
            long start = await round.Testimony.TimeOfAsync(revealing.Log.BlockNumber, cancellation).ConfigureAwait(false);
            long now = await round.Testimony.TimeOfAsync(reveal.Event.Log.BlockNumber, cancellation).ConfigureAwait(false);
            timeliness = RewardPoints.Timeliness(start + duration - now, duration, round.Job.Spec.TimelinessFloor);
        }

        ulong expected = RewardPoints.Of(reveal.Contribution.Weight, cap, multiplier, timeliness, score);
        return reveal.Points == expected ? null : $"{provider}'s points are {reveal.Points}, by the formula they are {expected}";
    }

    /// <summary>The weight that the stake pays for: what the provider had locked when its enrolment was over.</summary>
    private async Task<long> CapAsync(ContractEvent enrolment, Address provider, CancellationToken cancellation)
    {
        BigInteger perWeight = round.Job.Spec.StakePerWeight;
        if (perWeight.IsZero) return 0;
        IReadOnlyList<ContractEvent> told = await round.Testimony.EventsWithinAsync(
            enrolment.Log.TransactionHash, round.Testimony.Contracts.Exchange.Contract, cancellation).ConfigureAwait(false);
        bool joined = told.Any(
            e => e.Name is "ContributorRegistered" or "ContributorRefreshed" && e.Fields.Address("provider") == provider);
        if (!joined) throw new TestimonyException($"{provider} was enrolled without having joined or been refreshed");
        BigInteger stake = round.History.Stakes.LockedAfter(provider, round.Job.Id, enrolment);
        return (long)BigInteger.Min(stake / perWeight, round.Job.Spec.MaxWeight);
    }

    // Shares are cut in the order of reveals, so each provider's place decides its last unit.
    private async Task<string?> PlaceFaultAsync(AuditedReveal reveal, int index, ulong before, CancellationToken cancellation)
    {
        Address provider = reveal.Contribution.Provider;
        AbiValues stored = await round.Coordinator.CallAsync(
            "shareOf", [round.Id.Number, provider], round.Testimony.Block, cancellation).ConfigureAwait(false);
        return stored.Boolean("revealed") && stored.Integer("points") == reveal.Points && stored.Integer("pointsBefore") == before
            && stored.Integer("index") == index
            ? null
            : $"the contract has {provider} as reveal {stored.Integer("index")} with {stored.Integer("points")} points after "
                + $"{stored.Integer("pointsBefore")}; it was reveal {index} with {reveal.Points} after {before}";
    }
}
