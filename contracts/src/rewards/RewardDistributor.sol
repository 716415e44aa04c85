// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { ProportionalShare } from "../libraries/ProportionalShare.sol";
import { Wiring } from "../governance/Wiring.sol";
import { LicenceProceeds } from "./LicenceProceeds.sol";

/// @title RewardDistributor
/// @notice See IRewardDistributor. Cannot be upgraded and has no privileged account. Money leaves only through a claim of a provider who
///         revealed, the publisher's refund, or the fetching of licence proceeds.
contract RewardDistributor is LicenceProceeds {
    using SafeCast for uint256;

    /// @inheritdoc IRewardDistributor
    address public immutable exchange;
    /// @inheritdoc IRewardDistributor
    address public immutable stakeVault;
    /// @inheritdoc IRewardDistributor
    address public immutable stakeToken;

    uint256 private constant CLAIMS_PER_WORD = 256;

    /// @inheritdoc IRewardDistributor
    uint256 public unassignedCompensation;

    mapping(uint256 jobId => Pool) private _pools;
    mapping(uint256 roundId => RoundReward) private _rewards;
    /// @dev Bit i of word j stands for the (256 j + i)-th provider to reveal. In word 0 it is set until that provider claims, in later
    ///      words from then on: word 0 is filled when the round is distributed, so that no claim of the first 256 has to fill a fresh word.
    mapping(uint256 roundId => mapping(uint256 word => uint256)) private _claims;

    modifier onlyExchange() {
        if (msg.sender != exchange) revert CallerNotExchange(msg.sender);
        _;
    }

    constructor(Wiring memory wiring) LicenceProceeds(wiring) {
        if (wiring.stakeToken == address(0) || wiring.exchange == address(0) || wiring.vault == address(0)) revert AddressZero();
        stakeToken = wiring.stakeToken;
        exchange = wiring.exchange;
        stakeVault = wiring.vault;
    }

    /// @inheritdoc IRewardDistributor
    function openPool(uint256 jobId, address publisher, address token, uint128 bounty, uint32 roundCount)
        external
        payable
        onlyExchange
        nonReentrant
    {
        if (publisher == address(0)) revert AddressZero();
        if (roundCount == 0) revert RoundCountZero();
        Pool storage pool = _pools[jobId];
        if (pool.publisher != address(0)) revert PoolAlreadyOpen(jobId);
        pool.token = token;
        pool.roundCount = roundCount;
        pool.bounty = bounty;
        pool.unassigned = bounty;
        pool.publisher = publisher;
        emit BountyLocked(jobId, token, bounty, roundCount);
        _take(token, bounty);
    }

    /// @inheritdoc IRewardDistributor
    function closePool(uint256 jobId, uint256 finalisedRounds) external onlyExchange returns (uint256 refund) {
        Pool storage pool = _pools[jobId];
        if (pool.publisher == address(0) || pool.closed) revert PoolNotOpen(jobId);
        uint256 bounty = pool.bounty;
        refund = bounty - ProportionalShare.upTo(bounty, finalisedRounds, pool.roundCount);
        pool.closed = true;
        // At most the bounty, which has 128 bits.
        pool.refund = uint128(refund);
        _assign(pool, jobId, refund);
        emit RefundAccrued(jobId, refund);
    }

    /// @inheritdoc IRewardDistributor
    function receiveCompensation(uint256 amount) external {
        if (msg.sender != stakeVault) revert CallerNotVault(msg.sender);
        unassignedCompensation += amount;
        emit CompensationReceived(amount);
    }

    /// @inheritdoc IRewardDistributor
    function distributeRewards(uint256 roundId) external {
        RoundReward storage reward = _rewards[roundId];
        if (reward.totalPoints != 0) revert AlreadyDistributed(roundId);
        IModelCoordinator.RoundOutcome memory outcome = IModelCoordinator(coordinator).outcomeOf(roundId);
        uint256 jobId = roundId >> 32;

        uint256 amount;
        address token;
        if (outcome.phase == IModelCoordinator.Phase.Finalised) {
            Pool storage pool = _pools[jobId];
            token = pool.token;
            amount = ProportionalShare.between(pool.bounty, outcome.ordinal, outcome.ordinal + 1, pool.roundCount);
            _assign(pool, jobId, amount);
        } else if (outcome.phase == IModelCoordinator.Phase.Failed) {
            token = stakeToken;
            amount = outcome.compensation;
            if (amount == 0) revert NothingToDistribute(roundId);
            uint256 unassigned = unassignedCompensation;
            if (amount > unassigned) revert CompensationExceeded(roundId);
            unassignedCompensation = unassigned - amount;
            reward.compensation = true;
        } else {
            revert RoundNotSettled(roundId);
        }
        if (outcome.totalPoints == 0) revert NothingToDistribute(roundId);
        reward.token = token;
        reward.totalPoints = outcome.totalPoints.toUint64();
        reward.amount = amount.toUint128();
        reward.unclaimed = uint128(amount);
        _claims[roundId][0] = type(uint256).max;
        emit RewardsAccrued(jobId, uint32(roundId), roundId, token, amount, outcome.totalPoints);
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
        Pool storage pool = _pools[jobId];
        if (msg.sender != pool.publisher) revert CallerNotPublisher(jobId, msg.sender);
        amount = pool.refund;
        if (amount == 0) revert NothingToRefund(jobId);
        pool.refund = 0;
        emit RefundWithdrawn(jobId, msg.sender, amount);
        _pay(pool.token, amount);
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
    function shareOf(uint256 roundId, address provider) external view returns (uint256) {
        RoundReward memory reward = _rewards[roundId];
        if (reward.totalPoints == 0) revert NotDistributed(roundId);
        (uint256 points, uint256 pointsBefore,,) = IModelCoordinator(coordinator).shareOf(roundId, provider);
        return ProportionalShare.between(reward.amount, pointsBefore, pointsBefore + points, reward.totalPoints);
    }

    /// @inheritdoc IRewardDistributor
    function isClaimed(uint256 roundId, address provider) external view returns (bool) {
        if (_rewards[roundId].totalPoints == 0) return false;
        (,, uint256 index, bool revealed) = IModelCoordinator(coordinator).shareOf(roundId, provider);
        (uint256 bit, uint256 word) = (1 << (index % CLAIMS_PER_WORD), index / CLAIMS_PER_WORD);
        return revealed && (_claims[roundId][word] & bit == 0) == (word == 0);
    }

    /// @inheritdoc IRewardDistributor
    function publisherOf(uint256 jobId) public view override returns (address) {
        return _pools[jobId].publisher;
    }

    function _claim(uint256 roundId) private returns (uint256 share) {
        RoundReward memory reward = _rewards[roundId];
        if (reward.totalPoints == 0) revert NotDistributed(roundId);
        (uint256 points, uint256 pointsBefore, uint256 index, bool revealed) = IModelCoordinator(coordinator).shareOf(roundId, msg.sender);
        if (!revealed) revert NothingRevealed(roundId, msg.sender);
        _markClaimed(roundId, index);
        share = ProportionalShare.between(reward.amount, pointsBefore, pointsBefore + points, reward.totalPoints);
        if (share > reward.unclaimed) revert RewardExceeded(roundId);
        _rewards[roundId].unclaimed = uint128(reward.unclaimed - share);
        emit RewardClaimed(roundId, msg.sender, reward.token, share);
        _pay(reward.token, share);
    }

    function _markClaimed(uint256 roundId, uint256 index) private {
        (uint256 bit, uint256 word) = (1 << (index % CLAIMS_PER_WORD), index / CLAIMS_PER_WORD);
        uint256 stored = _claims[roundId][word];
        if ((stored & bit == 0) == (word == 0)) revert AlreadyClaimed(roundId, msg.sender);
        _claims[roundId][word] = stored ^ bit;
    }

    /// @dev Takes `amount` out of what of a bounty is neither a round's nor refunded.
    function _assign(Pool storage pool, uint256 jobId, uint256 amount) private {
        uint256 unassigned = pool.unassigned;
        if (amount > unassigned) revert BountyExceeded(jobId);
        pool.unassigned = uint128(unassigned - amount);
    }
}
