// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { Test } from "./Test.sol";

/// @title ModuleTest
/// @notice One module behind its proxy, with peers that need not exist.
abstract contract ModuleTest is Test {
    address internal constant TIMELOCK = address(0x71);
    address internal constant TREASURY = address(0x7EA5);

    /// @dev Every place filled with an address of its own, for a test to overwrite those it deploys.
    function someWiring() internal pure returns (Wiring memory) {
        return Wiring({
            timelock: TIMELOCK,
            stakeToken: address(0xF17),
            treasury: TREASURY,
            vault: address(0xA01),
            distributor: address(0xA02),
            registry: address(0xA03),
            exchange: address(0xA04),
            coordinator: address(0xA05),
            reputation: address(0xA06),
            selector: address(0xA07),
            oracle: address(0xA08),
            settlement: address(0xA09),
            disputes: address(0xA0A),
            marketplace: address(0xA0B)
        });
    }

    /// @dev The address of this test's creation number `offset` from now, 0 for the next.
    function creationAt(uint256 offset) internal view returns (address) {
        return VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + offset);
    }

    /// @notice A call of its own, so that its revert does not end the test; see StatementTest.deployVerifier.
    function deployProxy(address implementation, bytes memory initialisation) public returns (address) {
        return address(new ERC1967Proxy(implementation, initialisation));
    }
}
