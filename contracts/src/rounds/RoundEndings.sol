// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IOptimisticSettlement } from "../interfaces/IOptimisticSettlement.sol";
import { IReputation } from "../interfaces/IReputation.sol";
import { IRoundExtension } from "../interfaces/IRoundExtension.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundBase } from "./RoundBase.sol";

/// @title RoundEndings
/// @notice A round that cannot go on fails, and who is at fault pays; a job that is over names its last model's file.
abstract contract RoundEndings is RoundBase, IRoundExtension {
    /// @inheritdoc IRoundExtension
    function failRound(uint256 jobId) external {
        (uint256 roundId, Round storage round) = _current(jobId);
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        IModelCoordinator.Phase phase = head.phase;
        _requireStuck(head, terms);

        head.phase = IModelCoordinator.Phase.Failed;
        head.deadline = 0;
        round.head = head;
        uint256 compensation = 0;
        if (phase == IModelCoordinator.Phase.Drawing) {
            // Nobody has revealed, so there is nobody to compensate.
            _punish(terms.aggregator, jobId, LATE_AGGREGATOR_PENALTY, IStakeVault.SlashProceeds.Treasury);
        } else if (phase == IModelCoordinator.Phase.Publishing) {
            compensation = _slashForProviders(_settler(terms, head), jobId);
        } else if (phase == IModelCoordinator.Phase.Aggregating && head.proposed) {
            compensation = _slashUnproved(_settler(terms, head), jobId, roundId);
        } else if (phase == IModelCoordinator.Phase.Aggregating) {
            // A round that is here has receipts. Where all are of one party, it signed for every opening; of several nobody can tell.
            if (head.receipts == AGGREGATOR_RECEIPTS) compensation = _slashForProviders(terms.aggregator, jobId);
            if (head.receipts == BACKUP_RECEIPTS) compensation = _slashForProviders(terms.backupAggregator, jobId);
        }
        if (compensation != 0) round.compensation = compensation;
        (, uint256 number) = RoundId.split(roundId);
        emit IModelCoordinator.RoundFailed(jobId, number, phase, compensation);
    }

    /// @inheritdoc IRoundExtension
    function commitFinalWeights(bytes calldata finalWeights) external {
        (uint256 jobId, uint256 number, bytes32 contentHash, string memory location) =
            abi.decode(finalWeights, (uint256, uint256, bytes32, string));
        Head memory head = _s().rounds[RoundId.join(jobId, number)].head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        if (head.phase != IModelCoordinator.Phase.Finalised) revert IModelCoordinator.PhaseWrong(head.phase);
        if (msg.sender != _settler(terms, head)) revert IModelCoordinator.CallerNotAggregator(msg.sender);
        Progress storage progress = _s().progress[jobId];
        if (progress.finalWeightsCommitted) revert IModelCoordinator.FinalWeightsAlreadyCommitted(jobId);
        if (progress.lastFinalised != number) revert IModelCoordinator.NotLastFinalisedRound(jobId, number);
        bool roundsLeft = progress.finalisedRounds < terms.roundCount;
        if (roundsLeft && IDataExchange(_exchange).stateOf(jobId) != IDataExchange.JobState.Closed) {
            revert IModelCoordinator.JobNotFinished(jobId);
        }
        progress.finalWeightsCommitted = true;
        emit IModelCoordinator.FinalWeightsCommitted(jobId, number, contentHash, location);
    }

    /// @dev Reverts unless the round cannot go on any more.
    function _requireStuck(Head memory head, IModelCoordinator.JobTerms storage terms) private view {
        IModelCoordinator.Phase phase = head.phase;
        uint256 deadline = head.deadline;
        if (phase == IModelCoordinator.Phase.Committing) {
            if (head.committed >= terms.minProviders) revert IModelCoordinator.RoundMayGoOn();
        } else if (phase == IModelCoordinator.Phase.Revealing) {
            if (head.revealed >= terms.minProviders) revert IModelCoordinator.RoundMayGoOn();
        } else if (phase == IModelCoordinator.Phase.Aggregating) {
            // The backup's turn comes after the aggregator's, but a proposal is its proposer's alone to prove.
            if (!head.proposed && terms.backupAggregator != address(0)) deadline += terms.aggregationDuration;
        } else if (phase == IModelCoordinator.Phase.Delivering || phase == IModelCoordinator.Phase.Proposed) {
            revert IModelCoordinator.RoundMayGoOn();
        } else if (phase != IModelCoordinator.Phase.Drawing && phase != IModelCoordinator.Phase.Publishing) {
            revert IModelCoordinator.PhaseWrong(phase);
        }
        if (block.timestamp <= deadline) revert IModelCoordinator.DeadlineNotReached(deadline);
    }

    /// @dev Only a challenge brings a proposal back to Aggregating, so there is a challenger to share the fine with.
    function _slashUnproved(address proposer, uint256 jobId, uint256 roundId) private returns (uint256 harmed) {
        address challenger = IOptimisticSettlement(_settlement).getChallenge(roundId).challenger;
        harmed = IStakeVault(_stakeVault).slashChallenged(proposer, jobId, UNPROVED_PROPOSAL_PENALTY, challenger);
        IReputation(_reputation).recordFault(proposer);
    }

    function _slashForProviders(address node, uint256 jobId) private returns (uint256) {
        return _punish(node, jobId, LATE_AGGREGATOR_PENALTY, IStakeVault.SlashProceeds.Harmed);
    }
}
