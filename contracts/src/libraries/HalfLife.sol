// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title HalfLife
/// @notice Exponential decay with a half-life of 90 days, second by second, so that decaying by a and then by b is decaying by a + b, but
///         for roundings below 2^-90.
library HalfLife {
    /// @notice 1, as a factor.
    uint256 internal constant ONE = 1 << 128;

    /// @dev floor(2^128 * 2^(-1 / 90 days)).
    uint256 private constant PER_SECOND = 340_282_336_588_408_536_372_410_248_825_851_186_140;

    /// @notice 2^(-elapsed / 90 days), in units of 2^-128, by repeated squaring; every product is rounded down.
    /// @param elapsed In seconds.
    function factor(uint256 elapsed) internal pure returns (uint256 result) {
        result = ONE;
        // PER_SECOND is below 2^128 and so are its powers; `result` is at most 2^128: no product reaches 2^256.
        for (uint256 power = PER_SECOND; elapsed != 0; elapsed >>= 1) {
            if (elapsed & 1 != 0) result = (result * power) >> 128;
            power = (power * power) >> 128;
        }
    }
}
