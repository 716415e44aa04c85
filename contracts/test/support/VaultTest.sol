// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Wiring } from "../../src/governance/Wiring.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { CompensationDouble } from "./CompensationDouble.sol";
import { ModuleTest } from "./ModuleTest.sol";

/// @title VaultTest
/// @notice A vault with a token, and somebody who has some of it to deposit.
abstract contract VaultTest is ModuleTest {
    FltToken internal flt;
    StakeVault internal vault;
    CompensationDouble internal distributor;
    Wiring internal wiring;
    address internal treasury = TREASURY;
    address internal exchange;
    address internal coordinator;
    address internal settlement;
    address internal disputes;
    address internal node = address(0x40DE);

    function setUp() public {
        VM.warp(1_800_000_000);
        flt = new FltToken(node, 1000e18);
        distributor = new CompensationDouble();
        Wiring memory places = someWiring();
        places.stakeToken = address(flt);
        places.distributor = address(distributor);
        wiring = places;
        (exchange, coordinator, settlement, disputes) = (places.exchange, places.coordinator, places.settlement, places.disputes);
        vault = new StakeVault(places, 7 days);
        VM.prank(node);
        flt.approve(address(vault), type(uint256).max);
    }

    function deposit(uint256 amount) internal {
        VM.prank(node);
        vault.deposit(amount);
    }

    function vaultOf(address token) internal returns (StakeVault) {
        Wiring memory places = wiring;
        places.stakeToken = token;
        return new StakeVault(places, 7 days);
    }
}
