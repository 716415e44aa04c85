// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A reputation in which all are equal, for tests of what does not depend on it.
contract EvenReputation {
    function multiplierOf(address) external pure returns (uint256) {
        return 10_000;
    }

    function recordFault(address) external pure { }
}
