// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IVerifierErrors } from "../interfaces/IVerifierErrors.sol";
import { Bn254 } from "../libraries/Bn254.sol";

/// @title VerifyingKey
/// @notice What the key blobs of all circuits have in common, in 32-byte words, and what must hold of one before anything trusts it.
///
///         0 d | 1 K | 2 M | 3 valueBits | 4 bits of the circuit's scalar | 5 groth16KeyHash | 6 linkKeyHash | 7 alpha | 9 beta | 13 delta |
///         17 IC_0 | 19 IC_ctx | 21 IC of the scalar | 23 [k]2 of each commitment | [k_c]2 for c = 0 .. M-1.   gamma is [1]2 and not stored.
library VerifyingKey {
    uint256 internal constant DIMENSION = 0;
    uint256 internal constant CHUNK_SIZE = 1;
    uint256 internal constant CHUNK_COUNT = 2;
    uint256 internal constant VALUE_BITS = 3;
    uint256 internal constant SCALAR_BITS = 4;
    uint256 internal constant ALPHA = 7;
    uint256 internal constant BETA = 9;
    uint256 internal constant DELTA = 13;
    uint256 internal constant IC_0 = 17;
    uint256 internal constant IC_CONTEXT = 19;
    uint256 internal constant IC_SCALAR = 21;
    uint256 internal constant K_COMMITMENTS = 23;

    /// @notice Limits of the shape: a parameter index fits 32 bits, a value 64.
    uint256 internal constant MAX_DIMENSION = type(uint32).max;
    uint256 internal constant MAX_VALUE_BITS = 64;

    /// @notice The word at `index` of `key`; the caller has checked the length.
    function word(bytes memory key, uint256 index) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(add(key, 32), shl(5, index)))
        }
    }

    /// @notice Reverts, naming what is wrong, unless `key` is safe to verify against.
    /// @param rows The word of [k_0]2, after those of the commitments.
    /// @param maxScalarBits What the circuit's scalar fits at most.
    function requireSafe(bytes memory key, uint256 rows, uint256 maxScalarBits) internal view {
        uint256 end = rows + 4 * _requireShape(key, rows, maxScalarBits);
        _requireG1(key, ALPHA);
        for (uint256 index = IC_0; index <= IC_SCALAR; index += 2) {
            _requireG1(key, index);
        }
        // A base that repeats would let one public value stand in for another.
        for (uint256 first = IC_0; first < IC_SCALAR; first += 2) {
            for (uint256 second = first + 2; second <= IC_SCALAR; second += 2) {
                if (word(key, first) == word(key, second)) revert IVerifierErrors.KeyPointsEqual(first, second);
            }
        }
        for (uint256 index = BETA; index < end; index = _nextG2(index)) {
            _requireG2(key, index);
        }
        _requireDistinct(key, end);
    }

    function _requireShape(bytes memory key, uint256 rows, uint256 maxScalarBits) private pure returns (uint256 chunks) {
        if (key.length < 32 * (rows + 4)) revert IVerifierErrors.KeyLengthWrong(key.length);
        uint256 dimension = word(key, DIMENSION);
        uint256 chunkSize = word(key, CHUNK_SIZE);
        chunks = word(key, CHUNK_COUNT);
        uint256 valueBits = word(key, VALUE_BITS);
        uint256 scalarBits = word(key, SCALAR_BITS);
        if (
            dimension == 0 || dimension > MAX_DIMENSION || chunkSize == 0 || chunkSize > MAX_DIMENSION
                || chunks != (dimension + chunkSize - 1) / chunkSize || valueBits == 0 || valueBits > MAX_VALUE_BITS || valueBits % 8 != 0
                || scalarBits == 0 || scalarBits > maxScalarBits
        ) revert IVerifierErrors.KeyShapeWrong();
        if (key.length != 32 * (rows + 4 * chunks)) revert IVerifierErrors.KeyLengthWrong(key.length);
    }

    function _requireG1(bytes memory key, uint256 index) private pure {
        uint256 x = word(key, index);
        uint256 y = word(key, index + 1);
        // Infinity is (0, 0), which does not satisfy the curve's equation.
        if (x >= Bn254.P || y >= Bn254.P || !Bn254.isOnCurve(x, y)) revert IVerifierErrors.KeyPointInvalid(index);
    }

    function _requireG2(bytes memory key, uint256 index) private view {
        (uint256 x1, uint256 x0, uint256 y1, uint256 y0) =
            (word(key, index), word(key, index + 1), word(key, index + 2), word(key, index + 3));
        if ((x1 | x0 | y1 | y0) == 0 || !Bn254.isInG2(x1, x0, y1, y0)) revert IVerifierErrors.KeyPointInvalid(index);
    }

    /// @dev Equal or opposite points share their x. gamma, beta, delta and every k must have different ones: with delta = gamma anybody can
    ///      forge; a k equal to gamma is the known secret 1; k's that are equal or opposite let two false rows cancel.
    function _requireDistinct(bytes memory key, uint256 end) private pure {
        for (uint256 first = BETA; first < end; first = _nextG2(first)) {
            if (word(key, first) == Bn254.G2_X1 && word(key, first + 1) == Bn254.G2_X0) revert IVerifierErrors.KeyPointsEqual(first, 0);
            for (uint256 second = _nextG2(first); second < end; second = _nextG2(second)) {
                if (word(key, first) == word(key, second) && word(key, first + 1) == word(key, second + 1)) {
                    revert IVerifierErrors.KeyPointsEqual(first, second);
                }
            }
        }
    }

    /// @dev The G2 points are beta, delta and the k points, in this order.
    function _nextG2(uint256 index) private pure returns (uint256) {
        return index == DELTA ? K_COMMITMENTS : index + 4;
    }
}
