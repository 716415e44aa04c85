// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RoundId
/// @notice A round's id: (jobId << 32) | round.
library RoundId {
    error RoundIdOutOfRange(uint256 jobId, uint256 round);

    /// @notice The id of a job's round; both parts must fit, so that no two rounds share an id.
    function join(uint256 jobId, uint256 round) internal pure returns (uint256) {
        if ((jobId >> 224) | (round >> 32) != 0) revert RoundIdOutOfRange(jobId, round);
        return (jobId << 32) | round;
    }

    /// @notice The parts of an id.
    function split(uint256 roundId) internal pure returns (uint256 jobId, uint256 round) {
        return (roundId >> 32, uint32(roundId));
    }
}
