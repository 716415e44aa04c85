// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IContributionVerifier } from "../../../src/interfaces/IContributionVerifier.sol";

/// @title JudgingContributions
/// @notice A verifier of contributions for which a proof says itself whether it holds.
contract JudgingContributions is IContributionVerifier {
    uint256 public constant dimension = 6;
    uint256 public constant chunkSize = 2;
    uint256 public constant chunkCount = 3;
    uint256 public constant valueBits = 24;
    uint256 public constant normBits = 64;
    bytes32 public constant keyId = keccak256("no contribution key");

    function verify(uint256, uint256, G1 calldata, bytes calldata proof) external pure returns (bool) {
        return _holds(proof);
    }

    function verifyBatch(uint256[] calldata, uint256, G1[] calldata, bytes[] calldata proofs) external pure returns (bool) {
        for (uint256 i = 0; i < proofs.length; ++i) {
            if (!_holds(proofs[i])) return false;
        }
        return true;
    }

    function isWellFormed(bytes calldata) external pure returns (bool) {
        return true;
    }

    function keyStore() external pure returns (address) {
        return address(0);
    }

    function keyBlob() external pure returns (bytes memory) {
        return "";
    }

    function _holds(bytes calldata proof) private pure returns (bool) {
        return keccak256(proof) == keccak256("holds");
    }
}
