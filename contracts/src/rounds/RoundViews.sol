// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRoundExtension } from "../interfaces/IRoundExtension.sol";
import { CompressedPoint } from "../libraries/CompressedPoint.sol";
import { RoundEntry } from "../libraries/RoundEntry.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundBase } from "./RoundBase.sol";

/// @title RoundViews
/// @notice What those outside can read of the rounds.
abstract contract RoundViews is RoundBase, IRoundExtension {
    using RoundEntry for uint256;

    /// @inheritdoc IRoundExtension
    function getTerms(uint256 jobId) external view returns (IModelCoordinator.JobTerms memory) {
        return _s().terms[jobId];
    }

    /// @inheritdoc IRoundExtension
    function getParticipant(uint256 jobId, address provider) external view returns (IModelCoordinator.Participant memory) {
        return _s().participants[jobId][provider];
    }

    /// @inheritdoc IRoundExtension
    function getRound(uint256 jobId, uint256 round) external view returns (IModelCoordinator.RoundState memory state) {
        uint256 roundId = RoundId.join(jobId, round);
        Round storage stored = _s().rounds[roundId];
        Head memory head = stored.head;
        if (head.phase == IModelCoordinator.Phase.Idle) revert IModelCoordinator.RoundUnknown(jobId, round);
        state.jobId = jobId;
        state.round = round;
        state.phase = head.phase;
        state.deadline = head.deadline;
        state.eligible = head.eligible;
        state.committed = head.committed;
        state.revealed = head.revealed;
        state.totalWeight = head.totalWeight;
        state.totalPoints = head.totalPoints;
        // No point of G1 has y = 0: where y is zero, there is no sum yet, or C_Y has taken its place.
        if (stored.commitment.y != 0) state.sumCommitment = stored.commitment;
        if (head.proposed || head.phase == IModelCoordinator.Phase.Publishing || head.phase == IModelCoordinator.Phase.Finalised) {
            state.modelCommitment = _model(roundId, stored, head);
            state.settledBy = _settler(_s().terms[jobId], head);
        }
        state.proposed = head.proposed;
        state.ordinal = head.ordinal;
    }

    /// @inheritdoc IRoundExtension
    function proposalOf(uint256 roundId) external view returns (address proposer, G1 memory proposed, bytes32 contentHash) {
        Head memory head = _s().rounds[roundId].head;
        if (!head.proposed) return (proposer, proposed, contentHash);
        (uint256 jobId,) = RoundId.split(roundId);
        Proposal storage proposal = _s().proposals[roundId];
        return (_settler(_s().terms[jobId], head), CompressedPoint.decompress(proposal.commitment), proposal.contentHash);
    }

    /// @inheritdoc IRoundExtension
    function isProved(uint256 roundId) external view returns (bool) {
        Round storage round = _s().rounds[roundId];
        // A proved C_Y stands where the sum stood, with y = 0, which no sum of revealed updates has: none is infinity, and no other point
        // has it.
        return round.head.revealed != 0 && round.commitment.y == 0;
    }

    /// @inheritdoc IRoundExtension
    function chunksVerified(uint256 roundId) external view returns (address aggregator, uint256 verified) {
        Settling storage settling = _s().settling[roundId];
        return (settling.aggregator, settling.verified);
    }

    /// @inheritdoc IRoundExtension
    function pendingCommit(bytes32 key, address provider) external view returns (uint256) {
        uint256 entry = _s().entries[uint256(key)][provider];
        return entry.isRevealed() ? 0 : entry.commitHash();
    }

    /// @inheritdoc IRoundExtension
    function isReceiptPosted(bytes32 key, address provider) external view returns (bool) {
        (uint256 jobId, uint256 number) = RoundId.split(uint256(key));
        uint256 entry = _s().entries[uint256(key)][provider];
        return
            entry.isReceipted() || entry.isReported() || (entry.isRevealed() && _s().participants[jobId][provider].receiptRound == number);
    }

    /// @inheritdoc IRoundExtension
    function weightOf(uint256 roundId, address provider) external view returns (uint256) {
        uint256 entry = _s().entries[roundId][provider];
        return entry.isRevealed() ? entry.weightOf() : 0;
    }

    /// @inheritdoc IRoundExtension
    function receiptDigest(uint256 jobId, uint256 round, address provider, G1 calldata commitment, uint256 weight)
        external
        view
        returns (bytes32)
    {
        return _receiptDigest(RoundId.join(jobId, round), provider, commitment, weight);
    }
}
