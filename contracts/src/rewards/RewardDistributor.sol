// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { ProportionalShare } from "../libraries/ProportionalShare.sol";

/// @title RewardDistributor
/// @notice See IRewardDistributor. Tokens leave only through a claim of a revealed weight or the publisher's refund; nobody has any other
///         access.
contract RewardDistributor is IRewardDistributor, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @inheritdoc IRewardDistributor
    address public immutable exchange;
    /// @inheritdoc IRewardDistributor
    address public immutable coordinator;
    /// @inheritdoc IRewardDistributor
    address public immutable stakeToken;

    uint256 private constant CLAIMS_PER_WORD = 255;

    mapping(uint256 jobId => Pool) private _pools;
    mapping(uint256 jobId => address) private _publishers;
    mapping(uint256 roundId => RoundReward) private _rewards;
    /// @dev Bit i of word j: whether the (255 j + i)-th provider to reveal has claimed. The top bit of word 0 is set when the round is
    ///      distributed, so that no claim of the first 255 has to fill a fresh word.
    mapping(uint256 roundId => mapping(uint256 word => uint256)) private _claimed;

    modifier onlyExchange() {
        if (msg.sender != exchange) revert CallerNotExchange(msg.sender);
        _;
    }

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) {
        if (wiring.stakeToken == address(0) || wiring.exchange == address(0) || wiring.coordinator == address(0)) revert AddressZero();
        stakeToken = wiring.stakeToken;
        exchange = wiring.exchange;
        coordinator = wiring.coordinator;
    }

    /// @inheritdoc IRewardDistributor
    function openPool(uint256 jobId, address publisher, address token, uint128 bounty, uint32 roundCount) external onlyExchange {
        Pool storage pool = _pools[jobId];
        if (pool.token != address(0)) revert PoolAlreadyOpen(jobId);
        pool.token = token;
        pool.bounty = bounty;
        pool.roundCount = roundCount;
        _publishers[jobId] = publisher;
        emit BountyLocked(jobId, token, bounty, roundCount);
    }

    /// @inheritdoc IRewardDistributor
    function closePool(uint256 jobId, uint256 finalisedRounds) external onlyExchange returns (uint256 refund) {
        Pool storage pool = _pools[jobId];
        if (pool.token == address(0) || pool.closed) revert PoolNotOpen(jobId);
        uint256 bounty = pool.bounty;
        refund = bounty - ProportionalShare.upTo(bounty, finalisedRounds, pool.roundCount);
        pool.closed = true;
        // At most the bounty, which has 128 bits.
        pool.refund = uint128(refund);
        emit RefundAccrued(jobId, refund);
    }

    /// @inheritdoc IRewardDistributor
    function distributeRewards(uint256 roundId) external {
        if (_rewards[roundId].totalWeight != 0) revert AlreadyDistributed(roundId);
        IModelCoordinator.RoundOutcome memory outcome = IModelCoordinator(coordinator).outcomeOf(roundId);
        (uint256 jobId, uint256 round, IModelCoordinator.Phase phase) = (outcome.jobId, outcome.round, outcome.phase);
        (uint256 ordinal, uint256 totalWeight, uint256 compensation) = (outcome.ordinal, outcome.totalPoints, outcome.compensation);

        bool failed = phase == IModelCoordinator.Phase.Failed;
        uint256 amount;
        address token;
        if (phase == IModelCoordinator.Phase.Finalised) {
            Pool storage pool = _pools[jobId];
            token = pool.token;
            amount = ProportionalShare.between(pool.bounty, ordinal, ordinal + 1, pool.roundCount);
        } else if (failed) {
            if (compensation == 0) revert NothingToDistribute(roundId);
            token = stakeToken;
            amount = compensation;
        } else {
            revert RoundNotSettled(roundId);
        }
        _rewards[roundId] =
            RoundReward({ jobId: jobId.toUint64(), totalWeight: totalWeight.toUint32(), compensation: failed, amount: amount.toUint128() });
        _claimed[roundId][0] = 1 << CLAIMS_PER_WORD;
        emit RewardsAccrued(jobId, round, roundId, token, amount, totalWeight);
    }

    /// @inheritdoc IRewardDistributor
    function claim(uint256 roundId) external nonReentrant returns (uint256) {
        return _claim(roundId);
    }

    /// @inheritdoc IRewardDistributor
    function claimMany(uint256[] calldata roundIds) external nonReentrant {
        for (uint256 i = 0; i < roundIds.length; ++i) {
            _claim(roundIds[i]);
        }
    }

    /// @inheritdoc IRewardDistributor
    function withdrawRefund(uint256 jobId) external nonReentrant returns (uint256 amount) {
        if (msg.sender != _publishers[jobId]) revert CallerNotPublisher(jobId, msg.sender);
        Pool storage pool = _pools[jobId];
        amount = pool.refund;
        if (amount == 0) revert NothingToRefund(jobId);
        pool.refund = 0;
        emit RefundWithdrawn(jobId, msg.sender, amount);
        IERC20(pool.token).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IRewardDistributor
    function getPool(uint256 jobId) external view returns (Pool memory) {
        return _pools[jobId];
    }

    /// @inheritdoc IRewardDistributor
    function getRoundReward(uint256 roundId) external view returns (RoundReward memory) {
        return _rewards[roundId];
    }

    /// @inheritdoc IRewardDistributor
    function shareOf(uint256 roundId, address provider) external view returns (uint256 share) {
        RoundReward memory reward = _rewards[roundId];
        if (reward.totalWeight == 0) revert NotDistributed(roundId);
        (share,) = _share(reward, roundId, provider);
    }

    /// @inheritdoc IRewardDistributor
    function isClaimed(uint256 roundId, address provider) external view returns (bool) {
        (uint256 weight,, uint256 index,) = IModelCoordinator(coordinator).shareOf(roundId, provider);
        return weight != 0 && (_claimed[roundId][index / CLAIMS_PER_WORD] >> (index % CLAIMS_PER_WORD)) & 1 != 0;
    }

    function _claim(uint256 roundId) private returns (uint256 share) {
        RoundReward memory reward = _rewards[roundId];
        if (reward.totalWeight == 0) revert NotDistributed(roundId);
        uint256 index;
        (share, index) = _share(reward, roundId, msg.sender);
        // A share may round to nothing, but a weight is never zero: the second value says whether there was a reveal.
        if (index == type(uint256).max) revert NothingRevealed(roundId, msg.sender);
        uint256 place = index / CLAIMS_PER_WORD;
        uint256 word = _claimed[roundId][place];
        uint256 bit = 1 << (index % CLAIMS_PER_WORD);
        if (word & bit != 0) revert AlreadyClaimed(roundId, msg.sender);
        _claimed[roundId][place] = word | bit;
        address token = reward.compensation ? stakeToken : _pools[reward.jobId].token;
        emit RewardClaimed(roundId, msg.sender, token, share);
        IERC20(token).safeTransfer(msg.sender, share);
    }

    /// @return share What the provider gets.
    /// @return index How many revealed before it; the largest integer when it did not reveal.
    function _share(RoundReward memory reward, uint256 roundId, address provider) private view returns (uint256 share, uint256 index) {
        uint256 weight;
        uint256 weightBefore;
        (weight, weightBefore, index,) = IModelCoordinator(coordinator).shareOf(roundId, provider);
        if (weight == 0) return (0, type(uint256).max);
        share = ProportionalShare.between(reward.amount, weightBefore, weightBefore + weight, reward.totalWeight);
    }
}
