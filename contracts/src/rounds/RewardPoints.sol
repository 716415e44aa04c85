// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RewardPoints
/// @notice What a revealed update is paid by:
///
///           points = min(w, cap) * max(1, floor(multiplier * timeliness * score / 10^8))
///
///         where multiplier (the provider's reputation), timeliness and score are in 1/10,000. With a multiplier of at most 65,535 a
///         round's points stay below 2^32 * 2^16 = 2^48, since its weights together stay below 2^32. FedAvg itself knows only w.
library RewardPoints {
    /// @notice One, in 1/10,000.
    uint256 internal constant WHOLE = 10_000;

    /// @param cap The largest weight that the provider's stake is paid for; 0 for no limit.
    function pointsOf(uint256 weight, uint256 cap, uint256 multiplier, uint256 timeliness, uint256 score) internal pure returns (uint256) {
        uint256 counted = cap != 0 && cap < weight ? cap : weight;
        uint256 factor = multiplier * timeliness * score / (WHOLE * WHOLE);
        return counted * (factor == 0 ? 1 : factor);
    }

    /// @notice Falls linearly from one to `lowest` while `remaining` falls from `duration` to nothing.
    function timelinessOf(uint256 remaining, uint256 duration, uint256 lowest) internal pure returns (uint256) {
        return lowest + (WHOLE - lowest) * remaining / duration;
    }
}
