// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "./Test.sol";

/// @title GasMeter
/// @notice Measures what the last call cost as the transaction it is; snapshots/ keeps the figures by group.
abstract contract GasMeter is Test {
    // forge shows the arguments of this event as a line of the test's log.
    // forge-lint: disable-next-line(mixed-case-variable)
    event log_named_uint(string key, uint256 val);

    function meter(string memory group, string memory name) internal returns (uint256 gas) {
        gas = VM.snapshotGasLastCall(group, name);
        emit log_named_uint(string.concat(group, ": ", name), gas);
    }
}
