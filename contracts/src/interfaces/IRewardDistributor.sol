// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILicenceProceeds } from "./ILicenceProceeds.sol";

/// @title IRewardDistributor
/// @notice Holds every bounty and pays it out by points, exactly. Of a bounty B over R rounds, the k-th finalised round (from 0) gets
///         floor(B(k+1)/R) - floor(Bk/R); of a round's reward A, the provider whose p points came after points of sum b, out of T, gets
///         floor(A(b+p)/T) - floor(Ab/T). Both sums telescope: nothing is lost, and no payment depends on the order of claims.
///
///         Points come from the coordinator, which can be upgraded; what can be paid does not. A round pays at most its reward, rewards and
///         refund of a job are at most its bounty, and failed rounds pay at most what the vault has sent. Each sum is one that this
///         contract has seen arrive. Token zero is ETH.
interface IRewardDistributor is ILicenceProceeds {
    /// @notice A job's bounty.
    struct Pool {
        address token;
        uint32 roundCount;
        bool closed;
        uint128 bounty;
        /// What is neither assigned to a round nor refunded.
        uint128 unassigned;
        address publisher;
        /// What the publisher may still withdraw after closing.
        uint128 refund;
    }

    /// @notice What one settled round pays.
    struct RoundReward {
        address token;
        /// T; 0 until the round is distributed.
        uint64 totalPoints;
        /// Paid in the stake token, out of slashed bonds, because the round failed.
        bool compensation;
        uint128 amount;
        uint128 unclaimed;
    }

    event BountyLocked(uint256 indexed jobId, address indexed token, uint256 bounty, uint256 roundCount);
    /// @notice A settled round's reward is fixed and can be claimed. `token` is the bounty's, or the stake token for a failed round.
    event RewardsAccrued(
        uint256 indexed jobId, uint256 indexed round, uint256 indexed roundId, address token, uint256 amount, uint256 totalPoints
    );
    event RewardClaimed(uint256 indexed roundId, address indexed provider, address token, uint256 amount);
    event RefundAccrued(uint256 indexed jobId, uint256 amount);
    event RefundWithdrawn(uint256 indexed jobId, address indexed publisher, uint256 amount);
    /// @notice Slashed stake has arrived for the providers of a failed round.
    event CompensationReceived(uint256 amount);

    error AddressZero();
    error CallerNotExchange(address caller);
    error CallerNotVault(address caller);
    error PoolAlreadyOpen(uint256 jobId);
    error PoolNotOpen(uint256 jobId);
    error RoundCountZero();
    error RoundNotSettled(uint256 roundId);
    error AlreadyDistributed(uint256 roundId);
    error NotDistributed(uint256 roundId);
    error NothingToDistribute(uint256 roundId);
    error NothingRevealed(uint256 roundId, address provider);
    error AlreadyClaimed(uint256 roundId, address provider);
    error NothingToRefund(uint256 jobId);
    error CallerNotPublisher(uint256 jobId, address caller);
    /// @notice The shares asked for exceed the round's reward; no valid points lead here.
    error RewardExceeded(uint256 roundId);
    /// @notice Rewards and refund would exceed the job's bounty; no valid count of rounds leads here.
    error BountyExceeded(uint256 jobId);
    /// @notice A failed round's compensation is more than the vault has sent; no valid outcome leads here.
    error CompensationExceeded(uint256 roundId);
    /// @notice The ETH sent is not the amount, or ETH was sent along with a token.
    error ValueWrong(uint256 expected, uint256 actual);
    /// @notice The token delivered another amount than asked for: it takes a fee or rebases.
    error TransferAmountWrong(uint256 expected, uint256 actual);
    /// @notice The recipient does not take ETH.
    error PaymentRefused(address recipient);

    /// @notice Fixes a settled round's reward so that it can be claimed. Anyone may call.
    /// @param roundId (jobId << 32) | round.
    function distributeRewards(uint256 roundId) external;

    /// @notice Pays the caller's share of a round.
    /// @return amount In units of the round's token.
    function claim(uint256 roundId) external returns (uint256 amount);

    /// @notice Pays the caller's shares of several rounds.
    function claimMany(uint256[] calldata roundIds) external;

    /// @notice Pays a closed job's refund to its publisher.
    function withdrawRefund(uint256 jobId) external returns (uint256 amount);

    /// @notice Takes a bounty: ETH with the call (`token` zero), else pulled from the exchange, which has approved it. Exchange only.
    function openPool(uint256 jobId, address publisher, address token, uint128 bounty, uint32 roundCount) external payable;

    /// @notice Turns what no finalised round earned into the publisher's refund. Exchange only.
    function closePool(uint256 jobId, uint256 finalisedRounds) external returns (uint256 refund);

    /// @notice Records slashed stake that the vault has just sent for the providers of a failed round. Vault only.
    function receiveCompensation(uint256 amount) external;

    function getPool(uint256 jobId) external view returns (Pool memory);

    function getRoundReward(uint256 roundId) external view returns (RoundReward memory);

    /// @notice A provider's share of a distributed round, claimed or not; 0 when it revealed nothing.
    function shareOf(uint256 roundId, address provider) external view returns (uint256);

    function isClaimed(uint256 roundId, address provider) external view returns (bool);

    /// @notice Who created a job and may withdraw its refund; zero for an unknown job.
    function publisherOf(uint256 jobId) external view returns (address);

    /// @notice Slashed stake received and not yet assigned to a failed round.
    function unassignedCompensation() external view returns (uint256);

    function exchange() external view returns (address);

    function coordinator() external view returns (address);

    function stakeVault() external view returns (address);

    function marketplace() external view returns (address);

    function stakeToken() external view returns (address);
}
