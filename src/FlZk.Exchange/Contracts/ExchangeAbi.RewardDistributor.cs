using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IRewardDistributor</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>RewardDistributor</c>: bounties and rewards.</summary>
    public static ContractAbi RewardDistributor { get; } = Interface(
        "event BountyLocked(uint256 indexed jobId, address indexed token, uint256 bounty, uint256 roundCount)",
        "event CompensationReceived(uint256 amount)",
        "event ProceedsClaimed(uint256 indexed roundId, address indexed provider, address token, uint256 amount)",
        "event ProceedsReceived(uint256 indexed roundId, address indexed token, uint256 forContributors, uint256 forPublisher)",
        "event PublisherProceedsWithdrawn(uint256 indexed roundId, address indexed publisher, address token, uint256 amount)",
        "event RefundAccrued(uint256 indexed jobId, uint256 amount)",
        "event RefundWithdrawn(uint256 indexed jobId, address indexed publisher, uint256 amount)",
        "event RewardClaimed(uint256 indexed roundId, address indexed provider, address token, uint256 amount)",
        "event RewardsAccrued(uint256 indexed jobId, uint256 indexed round, uint256 indexed roundId, address token, uint256 amount, "
        + "uint256 totalPoints)",
        "function claim(uint256 roundId) returns (uint256 amount)",
        "function claimMany(uint256[] roundIds)",
        "function claimProceeds(uint256 roundId, address token) returns (uint256 amount)",
        "function closePool(uint256 jobId, uint256 finalisedRounds) returns (uint256 refund)",
        "function coordinator() view returns (address value)",
        "function distributeRewards(uint256 roundId)",
        "function exchange() view returns (address value)",
        $"function getPool(uint256 jobId) view returns ({RewardDistributorPool} value)",
        $"function getProceeds(uint256 roundId, address token) view returns ({Proceeds} value)",
        $"function getRoundReward(uint256 roundId) view returns ({RoundReward} value)",
        "function isClaimed(uint256 roundId, address provider) view returns (bool value)",
        "function marketplace() view returns (address value)",
        "function openPool(uint256 jobId, address publisher, address token, uint128 bounty, uint32 roundCount) payable",
        "function proceedsOwed(uint256 roundId, address token, address provider) view returns (uint256 value)",
        "function publisherOf(uint256 jobId) view returns (address value)",
        "function receiveCompensation(uint256 amount)",
        "function receiveProceeds(uint256 roundId, address token, uint128 amount, uint256 publisherShare) payable",
        "function shareOf(uint256 roundId, address provider) view returns (uint256 value)",
        "function stakeToken() view returns (address value)",
        "function stakeVault() view returns (address value)",
        "function unassignedCompensation() view returns (uint256 value)",
        "function withdrawPublisherProceeds(uint256 roundId, address token) returns (uint256 amount)",
        "function withdrawRefund(uint256 jobId) returns (uint256 amount)");
}
