// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title ProportionalShare
/// @notice Splits an amount among the segments of [0, whole] in proportion to their lengths. Each cut is rounded down once, and a segment
///         gets the difference of its two cuts, so the shares of any partition add up to the amount to the last unit, and each differs from
///         its exact value by less than one unit.
library ProportionalShare {
    /// @notice floor(amount * position / whole). `amount` is below 2^128 and `position <= whole` below 2^64, so nothing overflows.
    function upTo(uint256 amount, uint256 position, uint256 whole) internal pure returns (uint256) {
        return amount * position / whole;
    }

    /// @notice The share of the segment [from, to].
    function between(uint256 amount, uint256 from, uint256 to, uint256 whole) internal pure returns (uint256) {
        return upTo(amount, to, whole) - upTo(amount, from, whole);
    }
}
