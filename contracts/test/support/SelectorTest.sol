// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { CommitteeTest } from "./CommitteeTest.sol";

/// @title SelectorTest
/// @notice A selector with a key for its beacon.
abstract contract SelectorTest is CommitteeTest {
    function setUp() public {
        deploySelector();
        registerKey();
    }

    function expectRefused(uint256 round, G1 memory signature, bytes memory reason) internal {
        VM.expectRevert(reason);
        selector.fulfil(roundId(round), signature);
    }

    function because(bytes4 reason, uint256 argument) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(reason, argument);
    }
}
