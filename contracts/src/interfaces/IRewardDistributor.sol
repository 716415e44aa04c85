// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IRewardDistributor
/// @notice Holds every bounty and pays it out by weight, exactly. Of a bounty B over R rounds, the k-th finalised round (from 0) gets
///         floor(B(k+1)/R) - floor(Bk/R); of a round's reward, the provider whose weight w came after weights of sum v gets
///         floor(reward (v+w)/W) - floor(reward v/W). Both sums telescope: nothing is lost, and no payment depends on the order of claims.
interface IRewardDistributor {
    /// @notice A job's bounty.
    struct Pool {
        address token;
        uint128 bounty;
        uint32 roundCount;
        bool closed;
        /// What the publisher may still withdraw after closing.
        uint128 refund;
    }

    /// @notice What one settled round pays.
    struct RoundReward {
        uint64 jobId;
        uint32 totalWeight;
        /// Paid in the stake token, out of a slashed aggregator's bond, because the round failed.
        bool compensation;
        uint128 amount;
    }

    event BountyLocked(uint256 indexed jobId, address indexed token, uint256 bounty, uint256 roundCount);
    /// @notice A settled round's reward is fixed and can be claimed. `token` is the bounty's, or the stake token for a failed round.
    event RewardsAccrued(
        uint256 indexed jobId, uint256 indexed round, uint256 indexed roundId, address token, uint256 amount, uint256 totalWeight
    );
    event RewardClaimed(uint256 indexed roundId, address indexed provider, address token, uint256 amount);
    event RefundAccrued(uint256 indexed jobId, uint256 amount);
    event RefundWithdrawn(uint256 indexed jobId, address indexed publisher, uint256 amount);

    error AddressZero();
    error CallerNotExchange(address caller);
    error PoolAlreadyOpen(uint256 jobId);
    error PoolNotOpen(uint256 jobId);
    error RoundNotSettled(uint256 roundId);
    error AlreadyDistributed(uint256 roundId);
    error NotDistributed(uint256 roundId);
    error NothingToDistribute(uint256 roundId);
    error NothingRevealed(uint256 roundId, address provider);
    error AlreadyClaimed(uint256 roundId, address provider);
    error NothingToRefund(uint256 jobId);
    error CallerNotPublisher(uint256 jobId, address caller);

    /// @notice Fixes a settled round's reward so that it can be claimed. Anyone may call.
    /// @param roundId The round key, keccak256(abi.encode(jobId, round)), as an integer.
    function distributeRewards(uint256 roundId) external;

    /// @notice Pays the caller's share of a round.
    function claim(uint256 roundId) external returns (uint256 amount);

    /// @notice Pays the caller's shares of several rounds.
    function claimMany(uint256[] calldata roundIds) external;

    /// @notice Pays a closed job's refund to its publisher.
    function withdrawRefund(uint256 jobId) external returns (uint256 amount);

    /// @notice Records a bounty that the exchange has just moved here. Exchange only.
    function openPool(uint256 jobId, address publisher, address token, uint128 bounty, uint32 roundCount) external;

    /// @notice Turns what no finalised round earned into the publisher's refund. Exchange only.
    function closePool(uint256 jobId, uint256 finalisedRounds) external returns (uint256 refund);

    function getPool(uint256 jobId) external view returns (Pool memory);

    function getRoundReward(uint256 roundId) external view returns (RoundReward memory);

    /// @notice A provider's share of a distributed round, claimed or not; 0 when it revealed nothing.
    function shareOf(uint256 roundId, address provider) external view returns (uint256);

    function isClaimed(uint256 roundId, address provider) external view returns (bool);

    function exchange() external view returns (address);

    function coordinator() external view returns (address);

    function stakeToken() external view returns (address);
}
