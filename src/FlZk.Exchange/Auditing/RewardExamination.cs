using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>Audits what a round pays: every share, and every claim.</summary>
internal sealed class RewardExamination(RoundEvidence round)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        switch (round.State?.Phase)
        {
            case RoundPhase.Finalised:
                await round.Checks.CheckAsync(
                    "rewards",
                    $"the {round.Reveals.Count} shares add up to the round's exact part of the bounty, and nobody was paid more than its "
                    + "share",
                    () => RewardsFaultAsync(
                        RewardShares.OfRound(round.Job.Spec.Bounty, round.Job.Spec.RoundCount, round.State.Ordinal),
                        round.Job.Spec.BountyToken,
                        cancellation)).ConfigureAwait(false);
                return;
            case RoundPhase.Failed:
                await round.Checks.CheckAsync(
                    "compensation",
                    "what was slashed for the failed round's providers is shared by their points, and nobody was paid more than its share",
                    () => CompensationFaultAsync(cancellation)).ConfigureAwait(false);
                return;
            default:
                return;
        }
    }

    private async Task<string?> CompensationFaultAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ContractEvent> failures = await round.EventsAsync("RoundFailed", cancellation).ConfigureAwait(false);
        if (failures.Count != 1) return $"the node shows {failures.Count} failures of a failed round";
        return await RewardsFaultAsync(
            failures[0].Fields.Integer("compensation"), round.Testimony.Contracts.Addresses.Token, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> RewardsFaultAsync(BigInteger reward, Address token, CancellationToken cancellation)
    {
        RewardDistributorContract distributor = round.Testimony.Contracts.Distributor;
        IReadOnlyList<ContractEvent> accrued = await round.Testimony.EventsAsync(
            distributor.Contract, "RewardsAccrued", round.OfRound, cancellation).ConfigureAwait(false);
        BigInteger? fixedReward = await distributor.RoundRewardAsync(round.Id, round.Testimony.Block, cancellation).ConfigureAwait(false);
        if (reward.IsZero || round.Reveals.Count == 0)
            return accrued.Count == 0 && fixedReward is null ? null : "a round that has nothing to pay was distributed";
        round.Shares = RewardShares.OfProviders(reward, [.. round.Reveals.Select(static r => r.Points)]);
        BigInteger sum = round.Shares.Aggregate(BigInteger.Zero, static (a, b) => a + b);
        if (sum != reward) return $"the shares add up to {sum}, the round pays {reward}";
        if (fixedReward is null) return accrued.Count == 0 ? null : "the node shows a distribution that the contract does not know";
        if (accrued.Count != 1 || accrued[0].Fields.Integer("amount") != reward
            || accrued[0].Fields.Integer("totalPoints") != round.State!.TotalPoints
            || accrued[0].Fields.Address("token") != token || fixedReward != reward)
        {
            return $"event or state of the distribution differ from {reward} for {round.State!.TotalPoints} points";
        }

        for (int i = 0; i < round.Shares.Count; i++)
        {
            BigInteger share = await distributor.ShareOfAsync(
                round.Id, round.Reveals[i].Contribution.Provider, round.Testimony.Block, cancellation).ConfigureAwait(false);
            if (share != round.Shares[i])
                return $"the contract's share of {round.Reveals[i].Contribution.Provider} is {share}, by points it is {round.Shares[i]}";
        }

        return await ClaimsFaultAsync(distributor, reward, token, cancellation).ConfigureAwait(false);
    }

    private async Task<string?> ClaimsFaultAsync(
        RewardDistributorContract distributor, BigInteger reward, Address token, CancellationToken cancellation)
    {
        var paid = new HashSet<Address>();
        IReadOnlyList<ContractEvent> claims = await round.Testimony.EventsAsync(
            distributor.Contract,
            "RewardClaimed",
            new Dictionary<string, object> { ["roundId"] = round.Id.Number },
            cancellation).ConfigureAwait(false);
        foreach (ContractEvent claim in claims)
        {
            Address provider = claim.Fields.Address("provider");
            int at = round.Reveals.FindIndex(r => r.Contribution.Provider == provider);
            if (at < 0) return $"{provider}, who revealed nothing, was paid";
            if (!paid.Add(provider)) return $"{provider} was paid twice";
            if (claim.Fields.Address("token") != token)
                return $"{provider} was paid in {claim.Fields.Address("token")}, the round pays in {token}";
            if (claim.Fields.Integer("amount") != round.Shares![at])
                return $"{provider} was paid {claim.Fields.Integer("amount")}, its share is {round.Shares[at]}";
        }

        AbiValues stored = await distributor.Contract.CallAsync<AbiValues>(
            "getRoundReward", [round.Id.Number], round.Testimony.Block, cancellation).ConfigureAwait(false);
        BigInteger unclaimed = claims.Aggregate(reward, static (left, claim) => left - claim.Fields.Integer("amount"));
        return stored.Integer("unclaimed") == unclaimed
            ? null
            : $"the distributor has {stored.Integer("unclaimed")} left of the round's reward, after the claims shown it is {unclaimed}";
    }
}
