// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../../../src/interfaces/ILinkedVerifier.sol";

/// @title JudgingVerifier
/// @notice A verifier of aggregates that knows which models are false, and takes any proof of the others.
contract JudgingVerifier is ILinkedVerifier {
    uint256 public constant dimension = 6;
    uint256 public constant chunkSize = 2;
    uint256 public constant chunkCount = 3;
    uint256 public constant weightBits = 20;
    uint256 public constant valueBits = 24;
    bytes32 public constant keyId = keccak256("no key");

    mapping(uint256 x => bool) public isFalse;

    /// @notice There is no proof of this model.
    function condemn(G1 calldata model) external {
        isFalse[model.x] = true;
    }

    function verify(uint256, uint256, G1 calldata, AggregateProof calldata proof) external view returns (bool) {
        return !isFalse[proof.modelCommitment.x];
    }

    function verifyChunks(uint256, uint256, ChunkProof[] calldata) external pure returns (bool) {
        return true;
    }

    function verifyLink(G1 calldata, G1 calldata proved, G1 calldata, G1[] calldata) external view returns (bool) {
        return !isFalse[proved.x];
    }

    function keyStore() external pure returns (address) {
        return address(0);
    }

    function keyBlob() external pure returns (bytes memory) {
        return "";
    }
}
