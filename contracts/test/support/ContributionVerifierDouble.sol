// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ContributionVerifierDouble
/// @notice The shape of a contribution verifier, without a key.
contract ContributionVerifierDouble {
    uint256 public immutable dimension;
    uint256 public immutable valueBits;
    uint256 public constant normBits = 64;
    bytes32 public constant keyId = keccak256("no contribution key");

    constructor(uint256 dimension_, uint256 valueBits_) {
        dimension = dimension_;
        valueBits = valueBits_;
    }
}
