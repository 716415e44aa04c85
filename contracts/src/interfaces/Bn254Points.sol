// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A point of BN254's G1 in the EVM's order (EIP-196): affine coordinates below p; (0, 0) is infinity.
struct G1 {
    uint256 x;
    uint256 y;
}

/// @notice A point of BN254's G2 in the EVM's order (EIP-197): the imaginary part of each coordinate first. All zero is infinity.
struct G2 {
    uint256[2] x;
    uint256[2] y;
}
