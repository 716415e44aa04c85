// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../interfaces/AggregateProof.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRoundCalls } from "../interfaces/IRoundCalls.sol";
import { Bn254 } from "../libraries/Bn254.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundTurns } from "./RoundTurns.sol";

/// @title RoundSettlement
/// @notice An aggregator's usual way through a round: a proof in one call, and then the model.
abstract contract RoundSettlement is RoundTurns, IRoundCalls {
    /// @inheritdoc IRoundCalls
    function verifyAggregate(uint256 jobId, AggregateProof calldata proof) external {
        (uint256 roundId, Round storage round) = _current(jobId);
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        bool byBackup = _requireTurn(head, terms);
        G1 memory sum = round.commitment;
        (, uint256 number) = RoundId.split(roundId);
        if (!_verify(_verifier(terms), _contextOf(jobId, number, msg.sender), head.totalWeight, sum, proof)) {
            revert IModelCoordinator.AggregateProofRejected();
        }
        _settle(roundId, head, byBackup, sum, proof.modelCommitment);
    }

    /// @inheritdoc IRoundCalls
    function publishModel(uint256 jobId, uint256 number, uint256 blinding, bytes calldata model) external {
        uint256 roundId = RoundId.join(jobId, number);
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        _requirePublishing(head, terms);
        if (blinding >= Bn254.R) revert IModelCoordinator.BlindingOutOfField();
        uint256 expected = _modelLength(terms);
        uint256 length = _s().published[roundId] + model.length;
        if (length != expected) revert IModelCoordinator.ModelLengthWrong(expected, length);
        emit IModelCoordinator.ModelPublished(jobId, number, msg.sender, blinding, model);
        _finalise(head, roundId);
        round.head = head;
    }

    /// @dev ILinkedVerifier.verify, with the proof handed on as it came instead of decoded and encoded again. The verifier sees C_Y where
    ///      this contract does, at the proof's start, and reads the rest of it by offsets that count from there.
    function _verify(ILinkedVerifier verifier, uint256 context, uint256 totalWeight, G1 memory sum, AggregateProof calldata proof)
        private
        view
        returns (bool valid)
    {
        bytes4 signature = ILinkedVerifier.verify.selector;
        assembly ("memory-safe") {
            // Scratch beyond the free memory pointer; nothing is allocated.
            let input := mload(0x40)
            mstore(input, signature)
            mstore(add(input, 0x04), context)
            mstore(add(input, 0x24), totalWeight)
            mcopy(add(input, 0x44), sum, 0x40)
            mstore(add(input, 0x84), 0xa0)
            let size := sub(calldatasize(), proof)
            calldatacopy(add(input, 0xa4), proof, size)
            // A view call: the verifier can neither change state nor come back in to do so.
            if iszero(staticcall(gas(), verifier, input, add(0xa4, size), 0, 0x20)) {
                returndatacopy(input, 0, returndatasize())
                revert(input, returndatasize())
            }
            valid := and(gt(returndatasize(), 0x1f), eq(mload(0), 1))
        }
    }
}
