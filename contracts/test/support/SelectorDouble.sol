// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title SelectorDouble
/// @notice Remembers the stakes that an exchange tells its committee selector.
contract SelectorDouble {
    // The name is the interface's.
    // forge-lint: disable-next-line(screaming-snake-case-const)
    uint256 public constant MAX_COMMITTEE_SIZE = 128;

    uint256 public updates;
    mapping(uint256 jobId => mapping(address provider => uint256)) public stakeOf;

    function updateStake(uint256 jobId, address provider, uint256 stake) external {
        stakeOf[jobId][provider] = stake;
        updates += 1;
    }
}
