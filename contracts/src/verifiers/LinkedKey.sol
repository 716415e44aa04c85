// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { VerifyingKey } from "./VerifyingKey.sol";

/// @title LinkedKey
/// @notice A linked verification key blob: a VerifyingKey whose scalar is W and whose commitments are C_S and C_Y.
///
///         4 weightBits | 21 IC_W | 23 [k_S]2 | 27 [k_Y]2 | 31 + 4c [k_c]2 for c = 0 .. M-1.
library LinkedKey {
    uint256 internal constant WEIGHT_BITS = VerifyingKey.SCALAR_BITS;
    uint256 internal constant IC_WEIGHT = VerifyingKey.IC_SCALAR;
    uint256 internal constant K_SUM = VerifyingKey.K_COMMITMENTS;
    uint256 internal constant K_MODEL = 27;
    uint256 internal constant K_CHUNKS = 31;

    /// @notice A total weight fits 32 bits.
    uint256 internal constant MAX_WEIGHT_BITS = 32;

    /// @notice Reverts, naming what is wrong, unless `key` is safe to verify against.
    function requireSafe(bytes memory key) internal view {
        VerifyingKey.requireSafe(key, K_CHUNKS, MAX_WEIGHT_BITS);
    }
}
