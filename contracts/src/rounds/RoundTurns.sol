// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { CompressedPoint } from "../libraries/CompressedPoint.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundBase } from "./RoundBase.sol";

/// @title RoundTurns
/// @notice What every way of settling a round has in common: whose turn it is, with which verifier, and what follows.
abstract contract RoundTurns is RoundBase {
    /// @dev Whose turn it is to settle: the aggregator's until its deadline, then the backup's; after a challenge the proposer's alone.
    /// @return byBackup Whether the caller is the backup.
    function _requireTurn(Head memory head, IModelCoordinator.JobTerms storage terms) internal view returns (bool byBackup) {
        if (head.phase != IModelCoordinator.Phase.Aggregating) revert IModelCoordinator.PhaseWrong(head.phase);
        bool over = block.timestamp > head.deadline;
        byBackup = head.proposed ? head.settledByBackup : over;
        if (msg.sender != (byBackup ? terms.backupAggregator : terms.aggregator)) revert IModelCoordinator.CallerNotAggregator(msg.sender);
        if (over && (head.proposed || block.timestamp > uint256(head.deadline) + terms.aggregationDuration)) {
            revert IModelCoordinator.DeadlinePassed(head.deadline);
        }
    }

    /// @dev The round's model commitment is proved.
    function _settle(uint256 roundId, Head memory head, bool byBackup, G1 memory sum, G1 calldata proved) internal {
        uint256 commitment = CompressedPoint.compress(proved);
        bool late = false;
        if (head.proposed) {
            if (commitment != _s().proposals[roundId].commitment) revert IModelCoordinator.ProposalFixed();
        } else {
            // A late proposal was paid for when it was made.
            late = _isLate(head, byBackup);
        }
        head.settledByBackup = byBackup;
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        _enter(head, roundId, IModelCoordinator.Phase.Publishing, terms.publicationDuration);
        Round storage round = _s().rounds[roundId];
        round.head = head;
        round.commitment = G1(commitment, 0);
        emit IModelCoordinator.AggregateVerified(jobId, number, msg.sender, proved, head.totalWeight, sum);
        if (late) _slashLate(jobId, number, terms.aggregator);
    }

    function _slashLate(uint256 jobId, uint256 number, address aggregator) internal {
        emit IModelCoordinator.AggregatorLate(jobId, number, aggregator);
        _punish(aggregator, jobId, LATE_AGGREGATOR_PENALTY, IStakeVault.SlashProceeds.Treasury);
    }

    /// @dev Reverts unless the caller settled the round and may publish its model now.
    function _requirePublishing(Head memory head, IModelCoordinator.JobTerms storage terms) internal view {
        if (head.phase != IModelCoordinator.Phase.Publishing) revert IModelCoordinator.PhaseWrong(head.phase);
        if (msg.sender != _settler(terms, head)) revert IModelCoordinator.CallerNotAggregator(msg.sender);
        if (block.timestamp > head.deadline) revert IModelCoordinator.DeadlinePassed(head.deadline);
    }

    /// @dev Bytes of a packed model.
    function _modelLength(IModelCoordinator.JobTerms storage terms) internal view returns (uint256) {
        ILinkedVerifier verifier = ILinkedVerifier(terms.verifier);
        return verifier.dimension() * (verifier.valueBits() / 8);
    }

    function _verifier(IModelCoordinator.JobTerms storage terms) internal view returns (ILinkedVerifier) {
        address verifier = terms.verifier;
        if (verifier.codehash != terms.verifierCodeHash) revert IModelCoordinator.VerifierCodeChanged(verifier);
        return ILinkedVerifier(verifier);
    }
}
