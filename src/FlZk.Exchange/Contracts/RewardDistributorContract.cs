using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>RewardDistributor</c>: holds every bounty and what licences bring in, and pays them out by points.</summary>
public sealed class RewardDistributorContract : BoundContract
{
    /// <summary>Binds the distributor at an address.</summary>
    public RewardDistributorContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.RewardDistributor, address)
    {
    }

    /// <summary>What a settled round pays in all once it was distributed; null before.</summary>
    public async Task<BigInteger?> RoundRewardAsync(RoundId round, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues reward = await Contract.CallAsync<AbiValues>(
            "getRoundReward", [round.Number], block, cancellation).ConfigureAwait(false);
        return reward.Integer("totalPoints").IsZero ? null : reward.Integer("amount");
    }

    /// <summary>A provider's share of a distributed round, claimed or not; 0 when it revealed nothing.</summary>
    public Task<BigInteger> ShareOfAsync(
        RoundId round, Address provider, BlockReference block = default, CancellationToken cancellation = default) =>
        Contract.CallAsync<BigInteger>("shareOf", [round.Number, provider], block, cancellation);

    /// <summary>Whether a provider took its share.</summary>
    public Task<bool> IsClaimedAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        Contract.CallAsync<bool>("isClaimed", [round.Number, provider], default, cancellation);

    /// <summary>Fixes a settled round's reward so that it can be claimed; anyone may.</summary>
    public Task<SentTransaction> DistributeRewardsAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("distributeRewards", cancellation, round.Number);

    /// <summary>Pays the sender's share of a round.</summary>
    public Task<SentTransaction> ClaimAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("claim", cancellation, round.Number);

    /// <summary>Pays the sender's shares of several rounds in one transaction; all or none.</summary>
    public Task<SentTransaction> ClaimManyAsync(IReadOnlyList<RoundId> rounds, CancellationToken cancellation = default) =>
        SendAsync("claimMany", cancellation, (object)rounds.Select(static round => (object)round.Number).ToArray());

    /// <summary>Pays a closed job's refund to its publisher.</summary>
    public Task<SentTransaction> WithdrawRefundAsync(ulong job, CancellationToken cancellation = default) =>
        SendAsync("withdrawRefund", cancellation, job);

    /// <summary>A job's bounty; null when the job has none.</summary>
    public async Task<BountyPool?> GetPoolAsync(ulong job, CancellationToken cancellation = default)
    {
        AbiValues pool = await CallAsync<AbiValues>("getPool", cancellation, job).ConfigureAwait(false);
        return pool.Integer("roundCount").IsZero ? null : new BountyPool
        {
            Token = pool.Address("token"),
            Publisher = pool.Address("publisher"),
            RoundCount = pool.Int32("roundCount"),
            IsClosed = pool.Boolean("closed"),
            Bounty = pool.Integer("bounty"),
            Unassigned = pool.Integer("unassigned"),
            Refund = pool.Integer("refund"),
        };
    }

    /// <summary>What a contributor could claim now of the licences to a round's model that were sold for a token; zero is ETH.</summary>
    public Task<BigInteger> ProceedsOwedAsync(
        RoundId round, Address token, Address provider, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("proceedsOwed", cancellation, round.Number, token, provider);

    /// <summary>What the publisher can withdraw now of the licences to a round's model that were sold for a token; zero is ETH.</summary>
    public async Task<BigInteger> PublisherProceedsAsync(RoundId round, Address token, CancellationToken cancellation = default) =>
        (await CallAsync<AbiValues>("getProceeds", cancellation, round.Number, token).ConfigureAwait(false)).Integer("forPublisher");

    /// <summary>Pays the sender's share of the licences to a round's model that were sold for a token; zero is ETH.</summary>
    public Task<SentTransaction> ClaimProceedsAsync(RoundId round, Address token, CancellationToken cancellation = default) =>
        SendAsync("claimProceeds", cancellation, round.Number, token);

    /// <summary>Pays the publisher's share of the licences to a round's model to the sender, who must be the job's publisher.</summary>
    public Task<SentTransaction> WithdrawPublisherProceedsAsync(
        RoundId round, Address token, CancellationToken cancellation = default) =>
        SendAsync("withdrawPublisherProceeds", cancellation, round.Number, token);
}
