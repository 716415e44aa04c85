// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";

/// @notice A verifier without any check: lets the exchange's own rules be tested without a proof. Says no when told to.
contract AcceptsEverything is ILinkedVerifier {
    uint256 public immutable dimension;
    uint256 public immutable chunkCount;
    uint256 public immutable weightBits;
    bool public rejects;

    constructor(uint256 dimension_, uint256 chunkCount_, uint256 weightBits_) {
        dimension = dimension_;
        chunkCount = chunkCount_;
        weightBits = weightBits_;
    }

    function reject(bool rejects_) external {
        rejects = rejects_;
    }

    function verify(uint256, uint256, G1 calldata, AggregateProof calldata) external view returns (bool) {
        return !rejects;
    }

    function verifyChunks(uint256, uint256, ChunkProof[] calldata) external view returns (bool) {
        return !rejects;
    }

    function verifyLink(G1 calldata, G1 calldata, G1 calldata, G1[] calldata) external view returns (bool) {
        return !rejects;
    }

    function keyId() external pure returns (bytes32) {
        return keccak256("no key");
    }

    function chunkSize() external view returns (uint256) {
        return (dimension + chunkCount - 1) / chunkCount;
    }

    function valueBits() external pure returns (uint256) {
        return 24;
    }

    function keyStore() external pure returns (address) {
        return address(0);
    }

    function keyBlob() external pure returns (bytes memory) {
        return "";
    }
}
