// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";

/// @notice A verifier of 32 parameters in 3 chunks that believes a proof whose link point's y says so, and the statement that it was told to
///         expect.
contract FakeLinkedVerifier {
    error Refused(uint256 reason);

    uint256 public constant dimension = 32;
    uint256 public constant chunkCount = 3;
    uint256 public constant valueBits = 24;
    uint256 public constant weightBits = 20;
    uint256 public expectedContext;
    uint256 public expectedWeight;
    G1 public expectedSum;

    function expect(uint256 context, uint256 totalWeight, G1 calldata sum) external {
        expectedContext = context;
        expectedWeight = totalWeight;
        expectedSum = sum;
    }

    function verify(uint256 context, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof) external view returns (bool) {
        if (proof.chunks.length != chunkCount) revert Refused(proof.chunks.length);
        return context == expectedContext && totalWeight == expectedWeight && _isSum(sum) && proof.link.x == 1
            && proof.chunks[2].commitment.x == 7 && proof.modelCommitment.x != 0;
    }

    function verifyChunks(uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks) external view returns (bool) {
        if (chunks.length == 0) revert Refused(0);
        return context == expectedContext && totalWeight == expectedWeight && chunks[0].a.x == 1;
    }

    function verifyLink(G1 calldata sum, G1 calldata, G1 calldata link, G1[] calldata) external view returns (bool) {
        return _isSum(sum) && link.x == 1;
    }

    function _isSum(G1 calldata sum) private view returns (bool) {
        return sum.x == expectedSum.x && sum.y == expectedSum.y;
    }
}
