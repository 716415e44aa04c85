// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ChunkProof } from "../interfaces/AggregateProof.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRoundExtension } from "../interfaces/IRoundExtension.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundTurns } from "./RoundTurns.sol";

/// @title RoundInstalments
/// @notice A settlement and a publication over several calls, for models whose proof or bytes do not fit one. Nothing of the round changes
///         before the last of them.
abstract contract RoundInstalments is RoundTurns, IRoundExtension {
    using SafeCast for uint256;

    /// @inheritdoc IRoundExtension
    function verifyAggregateChunks(uint256 jobId, uint256 first, ChunkProof[] calldata chunks) external {
        (uint256 roundId, Round storage round) = _current(jobId);
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        _requireTurn(head, terms);
        Settling memory settling = _s().settling[roundId];
        // What another aggregator verified was bound to its own context, and is worth nothing to this one.
        if (first == 0 || settling.aggregator != msg.sender) settling = Settling(msg.sender, 0, 0);
        if (first != settling.verified) revert IModelCoordinator.ChunksOutOfOrder(settling.verified, first);

        (, uint256 number) = RoundId.split(roundId);
        // A view call: the verifier can neither change state nor come back in to do so.
        if (!_verifier(terms).verifyChunks(_contextOf(jobId, number, msg.sender), head.totalWeight, chunks)) {
            revert IModelCoordinator.AggregateProofRejected();
        }
        for (uint256 i = 0; i < chunks.length; ++i) {
            settling.digest = _extend(settling.digest, chunks[i].commitment);
        }
        settling.verified = (first + chunks.length).toUint16();
        _s().settling[roundId] = settling;
        emit IModelCoordinator.ChunksVerified(jobId, number, msg.sender, settling.verified);
    }

    /// @inheritdoc IRoundExtension
    function completeAggregate(uint256 jobId, G1 calldata proved, G1 calldata link, G1[] calldata commitments) external {
        (uint256 roundId, Round storage round) = _current(jobId);
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        bool byBackup = _requireTurn(head, terms);
        G1 memory sum = round.commitment;
        _requireLink(roundId, _verifier(terms), sum, proved, link, commitments);
        delete _s().settling[roundId];
        _settle(roundId, head, byBackup, sum, proved);
    }

    /// @inheritdoc IRoundExtension
    function publishModelPart(uint256 jobId, uint256 number, uint256 offset, bytes calldata part) external {
        uint256 roundId = RoundId.join(jobId, number);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        _requirePublishing(_s().rounds[roundId].head, terms);
        uint256 published = _s().published[roundId];
        if (offset != published) revert IModelCoordinator.ModelPartOutOfOrder(published, offset);
        if (part.length == 0) revert IModelCoordinator.ModelPartEmpty();
        uint256 expected = _modelLength(terms);
        if (published + part.length > expected) revert IModelCoordinator.ModelLengthWrong(expected, published + part.length);
        _s().published[roundId] = published + part.length;
        emit IModelCoordinator.ModelPartPublished(jobId, number, msg.sender, offset, part);
    }

    /// @inheritdoc IRoundExtension
    function publishedBytes(uint256 roundId) external view returns (uint256) {
        return _s().published[roundId];
    }

    /// @dev Reverts unless the link joins the model's commitment to the round's sum through exactly the chunks verified before.
    function _requireLink(
        uint256 roundId,
        ILinkedVerifier verifier,
        G1 memory sum,
        G1 calldata proved,
        G1 calldata link,
        G1[] calldata commitments
    ) private view {
        _requireChunks(roundId, verifier.chunkCount(), commitments);
        if (!verifier.verifyLink(sum, proved, link, commitments)) revert IModelCoordinator.AggregateProofRejected();
    }

    /// @dev Reverts unless these are the commitments of exactly the model's chunks, as the caller's proofs showed them.
    function _requireChunks(uint256 roundId, uint256 chunkCount, G1[] calldata commitments) private view {
        Settling memory settling = _s().settling[roundId];
        uint256 verified = settling.aggregator == msg.sender ? settling.verified : 0;
        if (verified != chunkCount) revert IModelCoordinator.ChunksMissing(verified, chunkCount);
        bytes32 digest = 0;
        for (uint256 i = 0; i < commitments.length; ++i) {
            digest = _extend(digest, commitments[i]);
        }
        if (digest != settling.digest) revert IModelCoordinator.ChunksDiffer();
    }

    function _extend(bytes32 digest, G1 calldata commitment) private pure returns (bytes32) {
        return keccak256(abi.encode(digest, commitment.x, commitment.y));
    }
}
