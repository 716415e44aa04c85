// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title CompensationDouble
/// @notice Takes what a vault slashes for the harmed, and remembers how much it was told.
contract CompensationDouble {
    uint256 public received;

    function receiveCompensation(uint256 amount) external {
        received += amount;
    }
}
