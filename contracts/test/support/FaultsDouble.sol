// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title FaultsDouble
/// @notice Counts the faults that a Reputation would record.
contract FaultsDouble {
    mapping(address provider => uint256) public faults;
    address public reporter;

    function recordFault(address provider) external {
        ++faults[provider];
        reporter = msg.sender;
    }
}
