// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { Bn254 } from "./Bn254.sol";

/// @title CompressedPoint
/// @notice A point of G1 other than infinity in one word: x in the low 254 bits, the parity of y in the top bit. Never the zero word: 3 is
///         no square modulo p, so no point has x = 0.
library CompressedPoint {
    uint256 private constant PARITY_BIT = 255;
    /// (p + 1) / 4: raising to it takes square roots, since p mod 4 = 3.
    uint256 private constant ROOT_EXPONENT = (Bn254.P + 1) / 4;

    /// @notice Compresses a point on the curve with coordinates below p.
    function compress(G1 memory point) internal pure returns (uint256) {
        return ((point.y & 1) << PARITY_BIT) | point.x;
    }

    /// @notice The point that `compress` was given; (0, 0) for the zero word.
    function decompress(uint256 word) internal view returns (G1 memory point) {
        if (word == 0) return point;
        uint256 x = word & ((1 << PARITY_BIT) - 1);
        uint256 y = _modExp(addmod(mulmod(mulmod(x, x, Bn254.P), x, Bn254.P), 3, Bn254.P), ROOT_EXPONENT);
        if (y & 1 != word >> PARITY_BIT) y = Bn254.P - y;
        return G1(x, y);
    }

    function _modExp(uint256 base, uint256 exponent) private view returns (uint256 power) {
        uint256 modulus = Bn254.P;
        assembly ("memory-safe") {
            let scratch := mload(0x40)
            mstore(scratch, 32)
            mstore(add(scratch, 0x20), 32)
            mstore(add(scratch, 0x40), 32)
            mstore(add(scratch, 0x60), base)
            mstore(add(scratch, 0x80), exponent)
            mstore(add(scratch, 0xa0), modulus)
            // The precompile cannot fail on three one-word operands unless gas runs out, and then so does the rest.
            if iszero(staticcall(gas(), 5, scratch, 0xc0, 0, 32)) { revert(0, 0) }
            power := mload(0)
        }
    }
}
