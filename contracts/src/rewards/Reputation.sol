// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IReputation } from "../interfaces/IReputation.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { HalfLife } from "../libraries/HalfLife.sol";

/// @title Reputation
/// @notice See IReputation.
contract Reputation is IReputation, ExchangeModule {
    /// @custom:storage-location erc7201:flzk.storage.Reputation
    struct ReputationStorage {
        mapping(address provider => Standing) standings;
        mapping(uint256 jobId => mapping(address provider => uint256 round)) credited;
    }

    /// @notice The stake, in the stake token's smallest unit, from which on a provider's target is the highest score there is.
    uint256 public constant REFERENCE_STAKE = 10_000e18;

    /// @notice The most seconds that one credit counts for. A vault whose unbonding delay is shorter shortens it, so that no stake can be
    ///         taken out of one account and counted again in another for the same time.
    uint256 public constant CREDIT_WINDOW = 7 days;

    /// @notice The highest score; no credit quite reaches it.
    uint256 public constant MAX_SCORE = 1e18;

    uint256 private constant WHOLE = 10_000;

    // keccak256(abi.encode(uint256(keccak256("flzk.storage.Reputation")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xdc7bf237dafda9b36e5f78a2999a7b6f6fa8b19f33b770ca9041d66922fa4c00;

    address private immutable _vault;
    address private immutable _coordinator;
    address private immutable _disputes;

    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.reputation) {
        _vault = wiring.vault;
        _coordinator = wiring.coordinator;
        _disputes = wiring.disputes;
    }

    /// @notice Nothing to set; checks the proxy's address.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IReputation
    function credit(uint256 roundId) external returns (uint256 score) {
        IModelCoordinator coordinator = IModelCoordinator(_coordinator);
        if (coordinator.outcomeOf(roundId).phase != IModelCoordinator.Phase.Finalised) revert RoundNotFinalised(roundId);
        (,,, bool revealed) = coordinator.shareOf(roundId, msg.sender);
        if (!revealed) revert NothingRevealed(roundId, msg.sender);
        (uint256 jobId, uint256 round) = (roundId >> 32, uint32(roundId));
        uint256 current = coordinator.currentRound(jobId);
        if (current > round + 1) revert RoundStale(roundId, current);
        ReputationStorage storage $ = _storage();
        if ($.credited[jobId][msg.sender] >= round) revert AlreadyCredited(roundId, msg.sender);
        $.credited[jobId][msg.sender] = round;

        uint256 stake = IStakeVault(_vault).lockedFor(msg.sender, jobId);
        Standing storage standing = $.standings[msg.sender];
        // The first credit only starts the clock: the score, 0, has followed no stake yet.
        if (standing.updatedAt != 0) score = _followed(standing, stake);
        standing.score = uint64(score);
        standing.updatedAt = uint40(block.timestamp);
        emit ReputationCredited(msg.sender, roundId, stake, score);
    }

    /// @inheritdoc IReputation
    function recordFault(address provider) external {
        if (msg.sender != _coordinator && msg.sender != _disputes) revert CallerMayNotRecordFaults(msg.sender);
        Standing storage standing = _storage().standings[provider];
        uint256 score = scoreOf(provider) / 2;
        standing.score = uint64(score);
        standing.faults += 1;
        // A clock that has not started stays so.
        if (standing.updatedAt != 0) standing.updatedAt = uint40(block.timestamp);
        emit FaultRecorded(provider, msg.sender, score);
    }

    /// @inheritdoc IReputation
    function multiplierOf(address provider) external view returns (uint256 basisPoints) {
        return WHOLE + scoreOf(provider) * WHOLE / MAX_SCORE;
    }

    /// @inheritdoc IReputation
    function scoreOf(address provider) public view returns (uint256) {
        Standing storage standing = _storage().standings[provider];
        uint256 score = standing.score;
        if (score == 0) return 0;
        return (score * HalfLife.factor(block.timestamp - standing.updatedAt)) >> 128;
    }

    /// @inheritdoc IReputation
    function standingOf(address provider) external view returns (Standing memory) {
        return _storage().standings[provider];
    }

    /// @inheritdoc IReputation
    function lastCredited(uint256 jobId, address provider) external view returns (uint256 round) {
        return _storage().credited[jobId][provider];
    }

    /// @dev The score had it followed the target of `stake` since the last update, for the window at most.
    function _followed(Standing storage standing, uint256 stake) private view returns (uint256) {
        uint256 elapsed = block.timestamp - standing.updatedAt;
        uint256 window = Math.min(Math.min(elapsed, CREDIT_WINDOW), IStakeVault(_vault).unbondingDelay());
        uint256 target = Math.min(stake, REFERENCE_STAKE) * MAX_SCORE / REFERENCE_STAKE;
        return (standing.score * HalfLife.factor(elapsed) + target * (HalfLife.ONE - HalfLife.factor(window))) >> 128;
    }

    function _storage() private pure returns (ReputationStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
