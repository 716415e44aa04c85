// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { ICommitteeConsumer } from "../interfaces/ICommitteeConsumer.sol";
import { ICommitteeSelector } from "../interfaces/ICommitteeSelector.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRoundCalls } from "../interfaces/IRoundCalls.sol";
import { RoundEntry } from "../libraries/RoundEntry.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundBase } from "./RoundBase.sol";

/// @title RoundLifecycle
/// @notice Jobs and their participants, the start of a round, and what time does to it.
abstract contract RoundLifecycle is RoundBase, IRoundCalls {
    using RoundEntry for uint256;
    using SafeCast for uint256;

    modifier onlyExchange() {
        if (msg.sender != _exchange) revert IModelCoordinator.CallerNotExchange(msg.sender);
        _;
    }

    /// @inheritdoc IRoundCalls
    function openJob(uint256 jobId, IModelCoordinator.JobTerms calldata terms) external onlyExchange {
        _s().terms[jobId] = terms;
        emit IModelCoordinator.JobOpened(jobId, terms);
    }

    /// @inheritdoc IRoundCalls
    function enrol(uint256 jobId, address provider, uint32 rewardWeightCap) external onlyExchange returns (uint32 firstRound) {
        IModelCoordinator.Participant storage participant = _s().participants[jobId][provider];
        firstRound = participant.firstRound;
        if (firstRound == 0) {
            // A round counts whom it may wait for when it starts, so whoever comes later joins the next one.
            firstRound = _s().progress[jobId].currentRound + 1;
            participant.firstRound = firstRound;
        }
        participant.rewardWeightCap = rewardWeightCap;
        emit IModelCoordinator.ProviderEnrolled(jobId, provider, firstRound, rewardWeightCap);
    }

    /// @inheritdoc IRoundCalls
    function withdrawProvider(uint256 jobId, address provider) external onlyExchange {
        uint256 round = _s().participants[jobId][provider].receiptRound;
        // Who let a posted receipt pass unrevealed cannot carry its bond away before somebody reports it.
        if (round != 0 && _s().entries[RoundId.join(jobId, round)][provider].isReceipted()) {
            revert IModelCoordinator.SilenceNotReported(jobId, round, provider);
        }
        delete _s().participants[jobId][provider];
        emit IModelCoordinator.ProviderWithdrawn(jobId, provider);
    }

    /// @inheritdoc IRoundCalls
    function startRound(uint256 jobId) external returns (uint256 number) {
        (address publisher, uint256 contributors) = IDataExchange(_exchange).requireRoundMayStart(jobId);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        address aggregator = terms.aggregator;
        if (msg.sender != publisher && msg.sender != aggregator && msg.sender != terms.backupAggregator) {
            revert IModelCoordinator.CallerMayNotStart(jobId, msg.sender);
        }
        Progress storage progress = _s().progress[jobId];
        number = progress.currentRound;
        if (_isRunning(_s().rounds[RoundId.join(jobId, number)].head.phase)) revert IModelCoordinator.RoundRunning(jobId, number);
        if (progress.finalisedRounds >= terms.roundCount) revert IModelCoordinator.RoundsExhausted(jobId);
        uint256 minProviders = terms.minProviders;
        if (contributors < minProviders) revert IModelCoordinator.TooFewContributors(contributors, minProviders);

        number += 1;
        progress.currentRound = number.toUint32();
        uint256 roundId = RoundId.join(jobId, number);
        uint256 deadline = block.timestamp + terms.commitDuration;
        uint256 size = terms.committeeSize;
        Head storage head = _s().rounds[roundId].head;
        head.phase = size == 0 ? IModelCoordinator.Phase.Committing : IModelCoordinator.Phase.Drawing;
        head.deadline = deadline.toUint40();
        head.eligible = contributors.toUint16();
        if (size != 0) {
            head.byCommittee = true;
            // Who registered is a candidate, and the selector is part of this system: the draw is of `size` of them, or of all.
            uint256 members = ICommitteeSelector(_selector).requestCommittee(roundId, size, aggregator);
            if (members < minProviders) revert IModelCoordinator.TooFewContributors(members, minProviders);
            head.eligible = members.toUint16();
            contributors = members;
        }
        emit IModelCoordinator.RoundStarted(jobId, number, bytes32(roundId), contributors, deadline);
    }

    /// @inheritdoc ICommitteeConsumer
    function committeeDrawn(uint256 roundId) external {
        if (msg.sender != _selector) revert IModelCoordinator.CallerNotSelector(msg.sender);
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        if (head.phase != IModelCoordinator.Phase.Drawing) revert IModelCoordinator.PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert IModelCoordinator.DeadlinePassed(head.deadline);
        (uint256 jobId,) = RoundId.split(roundId);
        _enter(head, roundId, IModelCoordinator.Phase.Committing, _s().terms[jobId].commitDuration);
        round.head = head;
    }

    /// @inheritdoc IRoundCalls
    function advanceRound(uint256 jobId) external {
        (uint256 roundId, Round storage round) = _current(jobId);
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        IModelCoordinator.Phase phase = head.phase;
        if (
            phase != IModelCoordinator.Phase.Committing && phase != IModelCoordinator.Phase.Delivering
                && phase != IModelCoordinator.Phase.Revealing && phase != IModelCoordinator.Phase.Proposed
        ) revert IModelCoordinator.PhaseWrong(phase);
        if (block.timestamp <= head.deadline) revert IModelCoordinator.DeadlineNotReached(head.deadline);
        if (phase == IModelCoordinator.Phase.Committing) {
            if (head.committed < terms.minProviders) revert IModelCoordinator.TooFewToGoOn(head.committed, terms.minProviders);
            _enter(head, roundId, IModelCoordinator.Phase.Delivering, terms.deliveryDuration);
        } else if (phase == IModelCoordinator.Phase.Delivering) {
            _enter(head, roundId, IModelCoordinator.Phase.Revealing, terms.revealDuration);
        } else if (phase == IModelCoordinator.Phase.Revealing) {
            if (head.revealed < terms.minProviders) revert IModelCoordinator.TooFewToGoOn(head.revealed, terms.minProviders);
            _enter(head, roundId, IModelCoordinator.Phase.Aggregating, terms.aggregationDuration);
        } else {
            // Nobody challenged the proposal in time.
            _finalise(head, roundId);
        }
        round.head = head;
    }

    /// @inheritdoc IRoundCalls
    function currentRound(uint256 jobId) external view returns (uint256) {
        return _s().progress[jobId].currentRound;
    }

    /// @inheritdoc IRoundCalls
    function finalisedRounds(uint256 jobId) external view returns (uint256) {
        return _s().progress[jobId].finalisedRounds;
    }

    /// @inheritdoc IRoundCalls
    function isRoundRunning(uint256 jobId) external view returns (bool) {
        (, Round storage round) = _current(jobId);
        return _isRunning(round.head.phase);
    }

    /// @inheritdoc ICommitteeConsumer
    function isDrawing(uint256 roundId) external view returns (bool) {
        return _s().rounds[roundId].head.phase == IModelCoordinator.Phase.Drawing;
    }

    /// @inheritdoc IRoundCalls
    function phaseOf(uint256 jobId, uint256 round) external view returns (IModelCoordinator.Phase) {
        return _s().rounds[RoundId.join(jobId, round)].head.phase;
    }

    /// @inheritdoc IRoundCalls
    function modelCommitment(uint256 jobId, uint256 round) external view returns (G1 memory commitment) {
        uint256 roundId = RoundId.join(jobId, round);
        Round storage stored = _s().rounds[roundId];
        Head memory head = stored.head;
        if (head.phase == IModelCoordinator.Phase.Finalised) commitment = _model(roundId, stored, head);
    }

    /// @inheritdoc IRoundCalls
    function shareOf(uint256 roundId, address provider)
        external
        view
        returns (uint256 points, uint256 pointsBefore, uint256 index, bool revealed)
    {
        uint256 entry = _s().entries[roundId][provider];
        if (!entry.isRevealed()) return (0, 0, 0, false);
        (points, pointsBefore, index) = entry.shareOf();
        revealed = true;
    }

    /// @inheritdoc IRoundCalls
    function outcomeOf(uint256 roundId) external view returns (IModelCoordinator.RoundOutcome memory outcome) {
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        (outcome.jobId, outcome.round) = RoundId.split(roundId);
        outcome.phase = head.phase;
        outcome.ordinal = head.ordinal;
        outcome.totalPoints = head.totalPoints;
        if (head.phase == IModelCoordinator.Phase.Failed) outcome.compensation = round.compensation;
    }

    /// @inheritdoc IRoundCalls
    function contextOf(uint256 jobId, uint256 round, address party) external view returns (uint256) {
        return _contextOf(jobId, round, party);
    }

    /// @inheritdoc IRoundCalls
    function roundKeyOf(uint256 jobId, uint256 round) external pure returns (bytes32) {
        return bytes32(RoundId.join(jobId, round));
    }

    /// @inheritdoc IRoundCalls
    function exchange() external view returns (address) {
        return _exchange;
    }

    /// @inheritdoc IRoundCalls
    function stakeVault() external view returns (address) {
        return _stakeVault;
    }

    /// @inheritdoc IRoundCalls
    function reputation() external view returns (address) {
        return _reputation;
    }

    /// @inheritdoc IRoundCalls
    function selector() external view returns (address) {
        return _selector;
    }

    /// @inheritdoc IRoundCalls
    function settlement() external view returns (address) {
        return _settlement;
    }
}
