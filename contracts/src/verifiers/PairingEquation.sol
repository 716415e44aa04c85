// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IVerifierErrors } from "../interfaces/IVerifierErrors.sol";
import { Bn254 } from "../libraries/Bn254.sol";

/// @title PairingEquation
/// @notice A product of pairings under a key, put together in memory: pairs of six words, a G1 point and then a G2 point.
library PairingEquation {
    /// @notice Bytes of a pair.
    uint256 internal constant PAIR = 192;

    struct Equation {
        /// Address in memory of the key's first word.
        uint256 key;
        /// Address in memory of the first pair.
        uint256 pairs;
        /// How many pairs there are.
        uint256 count;
        /// Whether every precompile has accepted its input.
        bool done;
    }

    /// @notice Copies the key blob into memory.
    /// @param keyStore The contract whose code holds it after one zero byte; the key was checked before that contract was made.
    /// @return key The address of its first word.
    function loadKey(address keyStore) internal view returns (uint256 key) {
        assembly ("memory-safe") {
            key := mload(0x40)
            let size := sub(extcodesize(keyStore), 1)
            extcodecopy(keyStore, key, 1, size)
            mstore(0x40, add(key, size))
        }
    }

    /// @notice Makes room for `count` pairs. Sums begin at infinity, (0, 0).
    function begin(uint256 key, uint256 count) internal pure returns (Equation memory equation) {
        uint256 pairs;
        assembly ("memory-safe") {
            pairs := mload(0x40)
            mstore(0x40, add(pairs, mul(PAIR, count)))
            // What lies beyond the call data reads as zero.
            calldatacopy(pairs, calldatasize(), mul(PAIR, count))
        }
        (equation.key, equation.pairs, equation.count, equation.done) = (key, pairs, count, true);
    }

    /// @notice Whether the product is one; reverts if a point was none.
    function holds(Equation memory equation) internal view returns (bool one) {
        bool paired;
        (paired, one) = Bn254.pairingProduct(equation.pairs, equation.count);
        // Every G1 point was checked: what can fail is a B off the twist or outside the subgroup, or the gas running out.
        if (!equation.done || !paired) revert IVerifierErrors.PointNotOnCurve();
    }

    /// @notice Writes (x, y) to `destination`.
    function store(uint256 destination, uint256 x, uint256 y) internal pure {
        assembly ("memory-safe") {
            mstore(destination, x)
            mstore(add(destination, 0x20), y)
        }
    }

    /// @notice sum += scalar (x, y). A sum that is infinity is written to, and a scalar of one needs no multiplication.
    function add(Equation memory equation, uint256 sum, uint256 x, uint256 y, uint256 scalar) internal view {
        assembly ("memory-safe") {
            let accepted := 1
            // Scratch beyond the free memory pointer; nothing is allocated.
            let scratch := mload(0x40)
            let term := add(scratch, 0x40)
            let empty := iszero(or(mload(sum), mload(add(sum, 0x20))))
            if empty { term := sum }
            mstore(scratch, x)
            mstore(add(scratch, 0x20), y)
            switch scalar
            case 1 { mcopy(term, scratch, 0x40) }
            default {
                mstore(add(scratch, 0x40), scalar)
                accepted := staticcall(gas(), 7, scratch, 0x60, term, 0x40)
            }
            // Where there is a sum, and a term to add to it.
            if gt(accepted, empty) {
                mcopy(scratch, sum, 0x40)
                accepted := staticcall(gas(), 6, scratch, 0x80, sum, 0x40)
            }
            // The fourth word is equation.done.
            if iszero(accepted) { mstore(add(equation, 0x60), 0) }
        }
    }

    /// @notice sum += scalar times the key's G1 point at word `index`.
    function addKey(Equation memory equation, uint256 sum, uint256 index, uint256 scalar) internal view {
        add(equation, sum, word(equation.key, index), word(equation.key, index + 1), scalar);
    }

    /// @notice Completes the pair at `pair` with the key's G2 point at word `index`.
    function pairWithKey(Equation memory equation, uint256 pair, uint256 index) internal pure {
        uint256 key = equation.key;
        assembly ("memory-safe") {
            mcopy(add(pair, 0x40), add(key, shl(5, index)), 0x80)
        }
    }

    /// @notice Completes the pair at `pair` with [1]2.
    function pairWithGenerator(uint256 pair) internal pure {
        assembly ("memory-safe") {
            mstore(add(pair, 0x40), 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2)
            mstore(add(pair, 0x60), 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed)
            mstore(add(pair, 0x80), 0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b)
            mstore(add(pair, 0xa0), 0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa)
        }
    }

    /// @notice Completes the pair at `pair` with the G2 point in the call data at `position`.
    function pairWithTwist(uint256 pair, uint256 position) internal pure {
        assembly ("memory-safe") {
            calldatacopy(add(pair, 0x40), position, 0x80)
        }
    }

    /// @notice The word at `index` of a key in memory.
    function word(uint256 key, uint256 index) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(key, shl(5, index)))
        }
    }

    /// @notice The word in memory at `position`.
    function load(uint256 position) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(position)
        }
    }
}
