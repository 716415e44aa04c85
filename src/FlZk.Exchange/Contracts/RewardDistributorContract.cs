using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>RewardDistributor</c>: holds every bounty and pays it out by weight. Every method throws
/// <see cref="ChainException"/>s.</summary>
public sealed class RewardDistributorContract
{
    private readonly Contract _contract;

    /// <summary>Binds the distributor at an address.</summary>
    public RewardDistributorContract(Web3 web3, Address address) => _contract = web3.Bind(ExchangeAbi.RewardDistributor, address);

    /// <summary>Where it lives.</summary>
    public Address Address => _contract.Address;

    /// <summary>The contract itself, for events.</summary>
    internal Contract Contract => _contract;

    /// <summary>What a settled round pays in all once it was distributed; null before.</summary>
    public async Task<BigInteger?> RoundRewardAsync(RoundId round, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues reward = await _contract.CallAsync<AbiValues>(
            "getRoundReward", [round.Number], block, cancellation).ConfigureAwait(false);
        return reward.Integer("jobId").IsZero ? null : reward.Integer("amount");
    }

    /// <summary>A provider's share of a distributed round, claimed or not; 0 when it revealed nothing.</summary>
    public Task<BigInteger> ShareOfAsync(
        RoundId round, Address provider, BlockReference block = default, CancellationToken cancellation = default) =>
        _contract.CallAsync<BigInteger>("shareOf", [round.Number, provider], block, cancellation);

    /// <summary>Whether a provider took its share.</summary>
    public Task<bool> IsClaimedAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        _contract.CallAsync<bool>("isClaimed", [round.Number, provider], default, cancellation);

    /// <summary>Fixes a settled round's reward so that it can be claimed; anyone may.</summary>
    public async Task<SentTransaction> DistributeRewardsAsync(RoundId round, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("distributeRewards", [round.Number], null, cancellation).ConfigureAwait(false));

    /// <summary>Pays the sender's share of a round.</summary>
    public async Task<SentTransaction> ClaimAsync(RoundId round, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("claim", [round.Number], null, cancellation).ConfigureAwait(false));

    /// <summary>Pays a closed job's refund to its publisher.</summary>
    public async Task<SentTransaction> WithdrawRefundAsync(ulong job, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("withdrawRefund", [job], null, cancellation).ConfigureAwait(false));
}
