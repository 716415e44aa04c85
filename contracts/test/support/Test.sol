// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Vm } from "./Vm.sol";

/// @title Test
/// @notice What forge expects of a test contract, and nothing more. Assertions are forge's own, which fail the test by reverting.
abstract contract Test {
    /// @notice Which selectors of a handler the invariant fuzzer may call.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    // forge asks for this to know a test contract.
    // forge-lint: disable-next-line(mixed-case-function)
    function IS_TEST() external pure returns (bool) {
        return true;
    }

    /// @notice Lets time pass. Reads the clock through forge, since the optimiser takes block.timestamp for constant within a test.
    function skip(uint256 duration) internal {
        VM.warp(VM.getBlockTimestamp() + duration);
    }

    /// @notice Folds a fuzzed value into [low, high].
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        return high - low == type(uint256).max ? value : low + value % (high - low + 1);
    }
}
