// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { VaultTest } from "../support/VaultTest.sol";

contract StakeVaultTest is VaultTest {
    uint256 internal constant SETTLEMENT_LOCK = 1 << 255 | 1;

    function test_deposit_then_unbond_then_wait_then_withdraw() public {
        deposit(100);
        VM.prank(node);
        vault.startUnbonding(60);
        skip(7 days - 1);
        VM.expectPartialRevert(IStakeVault.StillUnbonding.selector);
        VM.prank(node);
        vault.withdraw();
        skip(1);
        VM.prank(node);
        VM.assertEq(vault.withdraw(), 60, "withdrawn");
        VM.assertEq(flt.balanceOf(node), 1000e18 - 40, "balance");
        VM.assertEq(vault.totalBonded(), 40, "bonded");
        VM.expectPartialRevert(IStakeVault.NothingUnbonding.selector);
        VM.prank(node);
        vault.withdraw();
    }

    function test_unbonding_more_restarts_the_delay_for_all() public {
        deposit(100);
        VM.prank(node);
        vault.startUnbonding(60);
        skip(7 days - 1);
        VM.prank(node);
        vault.startUnbonding(1);
        skip(1);
        VM.expectPartialRevert(IStakeVault.StillUnbonding.selector);
        VM.prank(node);
        vault.withdraw();
        skip(7 days - 1);
        VM.prank(node);
        VM.assertEq(vault.withdraw(), 61, "both parts leave");
        VM.assertEq(vault.bondOf(node).releasableAt, 0, "and nothing waits any more");
    }

    function test_locked_and_unbonding_stake_cannot_be_used_again() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 70);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.StakeInsufficient.selector, node, 31, 30));
        VM.prank(node);
        vault.startUnbonding(31);
        VM.prank(node);
        vault.startUnbonding(30);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.StakeInsufficient.selector, node, 1, 0));
        VM.prank(exchange);
        vault.lock(node, 2, 1);
    }

    function test_unlock_frees_one_jobs_lock_only() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 30);
        VM.prank(exchange);
        vault.lock(node, 2, 20);
        VM.prank(exchange);
        VM.assertEq(vault.unlock(node, 1), 30, "freed");
        VM.assertEq(vault.bondOf(node).free, 80, "free");
        VM.assertEq(vault.bondOf(node).locked, 20, "locked");
        VM.prank(exchange);
        VM.assertEq(vault.unlock(node, 1), 0, "nothing twice");
    }

    function test_roles_are_kept() public {
        address[5] memory others = [coordinator, disputes, treasury, TIMELOCK, node];
        for (uint256 i = 0; i < others.length; ++i) {
            VM.startPrank(others[i]);
            VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, others[i], 1));
            vault.lock(node, 1, 1);
            VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, others[i], SETTLEMENT_LOCK));
            vault.unlock(node, SETTLEMENT_LOCK);
            VM.stopPrank();
        }
        address[5] memory strangers = [exchange, treasury, TIMELOCK, node, address(distributor)];
        for (uint256 i = 0; i < strangers.length; ++i) {
            VM.startPrank(strangers[i]);
            VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotSlasher.selector, strangers[i]));
            vault.slashNode(node, 1, 1, IStakeVault.SlashProceeds.Treasury);
            VM.stopPrank();
        }
        VM.expectPartialRevert(IStakeVault.CallerNotTreasury.selector);
        vault.collectProceeds();
    }

    function test_exchange_and_settlement_have_locks_of_their_own() public {
        deposit(100);
        VM.startPrank(exchange);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, exchange, SETTLEMENT_LOCK));
        vault.lock(node, SETTLEMENT_LOCK, 1);
        vault.lock(node, 1, 30);
        VM.stopPrank();
        VM.startPrank(settlement);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, settlement, 1));
        vault.unlock(node, 1);
        vault.lock(node, SETTLEMENT_LOCK, 50);
        VM.stopPrank();
        VM.startPrank(exchange);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, exchange, SETTLEMENT_LOCK));
        vault.unlock(node, SETTLEMENT_LOCK);
        VM.stopPrank();
        VM.prank(settlement);
        VM.assertEq(vault.unlock(node, SETTLEMENT_LOCK), 50, "back");
        VM.assertEq(vault.liableFor(node, SETTLEMENT_LOCK), 0, "a judged lock is not liable");
    }

    function test_the_highest_bit_of_a_lock_tells_its_owner() public {
        deposit(100);
        (uint256 lowest, uint256 highest) = (1 << 255, (1 << 255) - 1);
        VM.prank(exchange);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, exchange, lowest));
        vault.lock(node, lowest, 1);
        VM.prank(settlement);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotLocker.selector, settlement, highest));
        vault.lock(node, highest, 1);
        VM.prank(settlement);
        vault.lock(node, lowest, 10);
        VM.prank(settlement);
        vault.unlock(node, lowest);
        VM.assertEq(vault.liableFor(node, lowest), 0, "a settlement's lock is not liable once judged");
        VM.prank(exchange);
        vault.lock(node, highest, 10);
        VM.prank(exchange);
        vault.unlock(node, highest);
        VM.assertEq(vault.liableFor(node, highest), 10, "a job's is");
    }

    function test_nothing_is_no_deposit_and_no_unbonding() public {
        VM.expectRevert(IStakeVault.AmountZero.selector);
        vault.deposit(0);
        VM.expectRevert(IStakeVault.AmountZero.selector);
        vault.startUnbonding(0);
        VM.expectRevert(IStakeVault.AmountZero.selector);
        VM.prank(treasury);
        vault.collectProceeds();
    }

    function test_a_second_deposit_counts_beside_the_first() public {
        deposit(100);
        deposit(50);
        VM.assertEq(vault.bondOf(node).free, 150, "free");
        VM.assertEq(vault.totalBonded(), 150, "bonded");
    }

    function test_a_vault_needs_its_addresses_and_a_delay() public {
        VM.expectRevert(IStakeVault.DelayZero.selector);
        this.deployVault(wiring, 0);
        Wiring memory places = wiring;
        places.stakeToken = address(0);
        expectIncomplete(places);
        places = wiring;
        places.treasury = address(0);
        expectIncomplete(places);
        places = wiring;
        places.exchange = address(0);
        expectIncomplete(places);
        places = wiring;
        places.coordinator = address(0);
        expectIncomplete(places);
        places = wiring;
        places.settlement = address(0);
        expectIncomplete(places);
        places = wiring;
        places.disputes = address(0);
        expectIncomplete(places);
        places = wiring;
        places.distributor = address(0);
        expectIncomplete(places);
    }

    function test_a_vault_tells_its_roles() public view {
        VM.assertEq(vault.stakeToken(), address(flt), "stake token");
        VM.assertEq(vault.treasury(), treasury, "treasury");
        VM.assertEq(vault.exchange(), exchange, "exchange");
        VM.assertEq(vault.coordinator(), coordinator, "coordinator");
        VM.assertEq(vault.settlement(), settlement, "settlement");
        VM.assertEq(vault.disputes(), disputes, "disputes");
        VM.assertEq(vault.distributor(), address(distributor), "distributor");
        VM.assertEq(vault.unbondingDelay(), 7 days, "delay");
    }

    function test_an_amount_that_does_not_fit_is_refused() public {
        VM.expectPartialRevert(SafeCast.SafeCastOverflowedUintDowncast.selector);
        deposit(1 << 128);
    }

    function expectIncomplete(Wiring memory places) internal {
        VM.expectRevert(IStakeVault.AddressZero.selector);
        this.deployVault(places, 7 days);
    }

    /// @notice A call of its own, so that its revert does not end the test; see StatementTest.deployVerifier.
    function deployVault(Wiring memory places, uint256 delay) external returns (StakeVault) {
        return new StakeVault(places, delay);
    }
}
