// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRoundExtension } from "../interfaces/IRoundExtension.sol";
import { CompressedPoint } from "../libraries/CompressedPoint.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundTurns } from "./RoundTurns.sol";

/// @title RoundProposals
/// @notice Optimistic settlement: a model commitment without a proof, and the demand for one.
abstract contract RoundProposals is RoundTurns, IRoundExtension {
    /// @inheritdoc IRoundExtension
    function proposeAggregate(uint256 jobId, G1 calldata proposed, bytes32 contentHash, string calldata location) external {
        (uint256 roundId, Round storage round) = _current(jobId);
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        if (terms.settlement != IDataExchange.SettlementMode.Optimistic) revert IModelCoordinator.JobNotOptimistic(jobId);
        bool byBackup = _requireTurn(head, terms);
        if (head.proposed) revert IModelCoordinator.ProposalFixed();
        _requirePoint(proposed.x, proposed.y);

        bool late = _isLate(head, byBackup);
        head.proposed = true;
        head.settledByBackup = byBackup;
        _s().proposals[roundId] = Proposal({ commitment: CompressedPoint.compress(proposed), contentHash: contentHash });
        _enter(head, roundId, IModelCoordinator.Phase.Proposed, terms.challengeWindow);
        round.head = head;
        (, uint256 number) = RoundId.split(roundId);
        emit IModelCoordinator.AggregateProposed(jobId, number, msg.sender, proposed, contentHash, location, head.deadline);
        if (late) _slashLate(jobId, number, terms.aggregator);
    }

    /// @inheritdoc IRoundExtension
    function demandProof(uint256 roundId) external {
        if (msg.sender != _settlement) revert IModelCoordinator.CallerNotSettlement(msg.sender);
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        if (head.phase != IModelCoordinator.Phase.Proposed) revert IModelCoordinator.PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert IModelCoordinator.DeadlinePassed(head.deadline);
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        _enter(head, roundId, IModelCoordinator.Phase.Aggregating, _s().terms[jobId].aggregationDuration);
        round.head = head;
        emit IModelCoordinator.ProofDemanded(jobId, number, head.deadline);
    }
}
