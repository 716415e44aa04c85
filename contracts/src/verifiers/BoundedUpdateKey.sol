// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { VerifyingKey } from "./VerifyingKey.sol";

/// @title BoundedUpdateKey
/// @notice A contribution key blob: a VerifyingKey whose scalar is the bound and whose commitment is a provider's.
///
///         4 normBits | 21 IC_bound | 23 [k_C]2 | 27 + 4c [k_c]2 for c = 0 .. M-1.
library BoundedUpdateKey {
    uint256 internal constant NORM_BITS = VerifyingKey.SCALAR_BITS;
    uint256 internal constant IC_BOUND = VerifyingKey.IC_SCALAR;
    uint256 internal constant K_COMMITMENT = VerifyingKey.K_COMMITMENTS;
    uint256 internal constant K_CHUNKS = 27;

    /// @notice What the circuit can hold without wrapping modulo r.
    uint256 internal constant MAX_NORM_BITS = 128;

    /// @notice Reverts, naming what is wrong, unless `key` is safe to verify against.
    function requireSafe(bytes memory key) internal view {
        VerifyingKey.requireSafe(key, K_CHUNKS, MAX_NORM_BITS);
    }
}
