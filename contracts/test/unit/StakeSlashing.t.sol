// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { VaultTest } from "../support/VaultTest.sol";

contract StakeSlashingTest is VaultTest {
    function test_every_slasher_slashes_what_is_locked() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 100);
        address[3] memory slashers = [coordinator, settlement, disputes];
        for (uint256 i = 0; i < slashers.length; ++i) {
            VM.prank(slashers[i]);
            VM.assertEq(vault.slashNode(node, 1, 10_000 / (10 - i), IStakeVault.SlashProceeds.Treasury), 10, "a tenth");
            VM.assertEq(flt.balanceOf(slashers[i]), 0, "nothing for the slasher");
        }
        VM.assertEq(vault.uncollectedProceeds(), 30, "credited");
    }

    function test_unlocked_stake_stays_liable_for_one_delay() public {
        deposit(100);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        VM.stopPrank();
        VM.prank(node);
        vault.startUnbonding(100);
        VM.assertEq(vault.liableFor(node, 1), 100, "liable");
        skip(7 days - 1);
        VM.prank(disputes);
        VM.assertEq(vault.slashNode(node, 1, 2000, IStakeVault.SlashProceeds.Treasury), 20, "leaving did not help");
        VM.assertEq(vault.bondOf(node).unbonding, 80, "taken from what unbonds");
        VM.assertEq(vault.liableFor(node, 1), 80, "and from what is liable");
        skip(1);
        VM.assertEq(vault.liableFor(node, 1), 0, "the delay is over");
        VM.prank(disputes);
        VM.assertEq(vault.slashNode(node, 1, 2000, IStakeVault.SlashProceeds.Treasury), 0, "too late");
        VM.prank(node);
        VM.assertEq(vault.withdraw(), 80, "the rest leaves");
        VM.assertEq(vault.totalBonded(), 0, "nothing is bonded");
        VM.assertEq(flt.balanceOf(address(vault)), 20, "the proceeds are there");
    }

    function test_free_stake_is_taken_before_what_unbonds() public {
        deposit(100);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        VM.stopPrank();
        VM.prank(node);
        vault.startUnbonding(70);
        VM.prank(disputes);
        vault.slashNode(node, 1, 5000, IStakeVault.SlashProceeds.Treasury);
        VM.assertEq(vault.bondOf(node).free, 0, "free first");
        VM.assertEq(vault.bondOf(node).unbonding, 50, "then unbonding");
        VM.assertEq(vault.debtOf(node), 0, "nothing is owed");
    }

    function test_hiding_liable_stake_in_another_job_leaves_a_debt() public {
        deposit(100);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        vault.lock(node, 2, 90);
        VM.stopPrank();
        VM.prank(disputes);
        VM.assertEq(vault.slashNode(node, 1, 2000, IStakeVault.SlashProceeds.Harmed), 10, "what is free");
        VM.assertEq(distributor.received(), 10, "the harmed get what there is");
        VM.assertEq(vault.debtOf(node), 10, "the rest is owed");
        VM.assertEq(vault.lockedFor(node, 2), 90, "the other job's lock stands");
        VM.assertEq(vault.liableFor(node, 1), 80, "what was slashed is liable no more");
        VM.prank(exchange);
        VM.assertEq(vault.unlock(node, 2), 90, "unlocked");
        VM.assertEq(vault.bondOf(node).free, 80, "less the debt");
        VM.assertEq(vault.debtOf(node), 0, "paid");
        VM.assertEq(vault.uncollectedProceeds(), 10, "to the treasury");
        VM.assertEq(vault.totalBonded(), 80, "bonded");
        VM.assertEq(flt.balanceOf(address(vault)), 90, "solvent");
    }

    function test_a_debt_is_collected_by_and_by() public {
        deposit(100);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        vault.lock(node, 2, 5);
        vault.lock(node, 3, 95);
        VM.stopPrank();
        VM.prank(disputes);
        VM.assertEq(vault.slashNode(node, 1, 2000, IStakeVault.SlashProceeds.Harmed), 0, "nothing is free");
        VM.assertEq(distributor.received(), 0, "so nothing is sent");
        VM.startPrank(exchange);
        vault.unlock(node, 2);
        VM.assertEq(vault.debtOf(node), 15, "five paid");
        vault.unlock(node, 3);
        VM.stopPrank();
        VM.assertEq(vault.bondOf(node).free, 80, "all paid");
    }

    function test_liability_counts_a_stake_that_comes_and_goes_once() public {
        deposit(100);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        vault.lock(node, 1, 40);
        VM.assertEq(vault.liableFor(node, 1), 100, "the larger of the two");
        vault.unlock(node, 1);
        VM.stopPrank();
        VM.assertEq(vault.liableFor(node, 1), 100, "a smaller lock does not wash a larger one");
        VM.prank(disputes);
        vault.slashNode(node, 1, 10_000, IStakeVault.SlashProceeds.Treasury);
        VM.assertEq(vault.liableFor(node, 1), 0, "once");
    }

    function testFuzz_a_slash_rounds_against_the_offender_and_goes_to_the_treasury(uint256 stake, uint256 fraction) public {
        stake = bound(stake, 1, 1000e18);
        fraction = bound(fraction, 1, 10_000);
        deposit(stake);
        VM.prank(exchange);
        vault.lock(node, 1, stake);
        VM.prank(coordinator);
        uint256 taken = vault.slashNode(node, 1, fraction, IStakeVault.SlashProceeds.Treasury);
        VM.assertGe(taken * 10_000, stake * fraction, "not less than the fraction");
        VM.assertLt(taken * 10_000, stake * fraction + 10_000, "less than one unit more");
        VM.assertEq(vault.lockedFor(node, 1), stake - taken, "the rest stays locked");
        VM.prank(treasury);
        VM.assertEq(vault.collectProceeds(), taken, "collected");
        VM.assertEq(flt.balanceOf(treasury), taken, "received");
        VM.assertEq(flt.balanceOf(coordinator), 0, "the slasher gets nothing");
        VM.expectRevert(IStakeVault.AmountZero.selector);
        VM.prank(treasury);
        vault.collectProceeds();
    }

    function test_a_slash_for_the_harmed_goes_to_the_distributor() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 100);
        VM.prank(coordinator);
        vault.slashNode(node, 1, 2500, IStakeVault.SlashProceeds.Harmed);
        VM.assertEq(flt.balanceOf(address(distributor)), 25, "sent on");
        VM.assertEq(distributor.received(), 25, "and announced");
        VM.assertEq(vault.uncollectedProceeds(), 0, "not to the treasury");
    }

    function test_a_slash_takes_only_what_the_job_has_locked() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 40);
        VM.prank(exchange);
        vault.lock(node, 2, 40);
        VM.prank(coordinator);
        vault.slashNode(node, 1, 10_000, IStakeVault.SlashProceeds.Treasury);
        VM.assertEq(vault.bondOf(node).locked, 40, "the other job's lock is untouched");
        VM.prank(coordinator);
        VM.assertEq(vault.slashNode(node, 3, 10_000, IStakeVault.SlashProceeds.Treasury), 0, "nothing locked, nothing taken");
        VM.expectPartialRevert(IStakeVault.FractionOutOfRange.selector);
        VM.prank(coordinator);
        vault.slashNode(node, 2, 10_001, IStakeVault.SlashProceeds.Treasury);
        VM.expectPartialRevert(IStakeVault.FractionOutOfRange.selector);
        VM.prank(coordinator);
        vault.slashNode(node, 2, 0, IStakeVault.SlashProceeds.Treasury);
    }

    function test_what_a_lock_lacks_is_taken_once_from_what_is_free_and_from_what_unbonds() public {
        deposit(100);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        // Liable for 100, of which 10 are locked again.
        vault.lock(node, 1, 10);
        VM.stopPrank();
        VM.prank(coordinator);
        VM.assertEq(vault.slashNode(node, 1, 3000, IStakeVault.SlashProceeds.Treasury), 30, "ten of the lock and twenty of the free");
        VM.assertEq(vault.lockedFor(node, 1), 0, "lock");
        VM.assertEq(vault.bondOf(node).free, 70, "free");
        VM.prank(node);
        vault.startUnbonding(60);
        VM.prank(coordinator);
        VM.assertEq(vault.slashNode(node, 1, 5000, IStakeVault.SlashProceeds.Treasury), 35, "half of what is liable still");
        VM.assertEq(vault.bondOf(node).free, 0, "ten of the free");
        VM.assertEq(vault.bondOf(node).unbonding, 35, "and twenty-five of what unbonds");
        VM.assertEq(vault.debtOf(node), 0, "nothing is owed");
    }

    function slashChallenged(uint256 basisPoints, address challenger) internal returns (uint256) {
        VM.prank(coordinator);
        return vault.slashChallenged(node, 1, basisPoints, challenger);
    }

    function test_only_the_coordinator_shares_a_fine_with_a_challenger() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 100);
        address[6] memory others = [exchange, settlement, disputes, treasury, TIMELOCK, node];
        for (uint256 i = 0; i < others.length; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotSlasher.selector, others[i]));
            VM.prank(others[i]);
            vault.slashChallenged(node, 1, 10_000, others[i]);
        }
    }

    function testFuzz_a_fine_that_is_shared_is_shared_to_the_last_unit(uint256 stake, uint256 fraction) public {
        stake = bound(stake, 1, 1000e18);
        fraction = bound(fraction, 1, 10_000);
        deposit(stake);
        VM.prank(exchange);
        vault.lock(node, 1, stake);
        address challenger = address(0xC4A1);
        uint256 harmed = slashChallenged(fraction, challenger);
        uint256 taken = stake - vault.lockedFor(node, 1);
        VM.assertEq(taken, (stake * fraction + 9999) / 10_000, "rounded against the offender");
        VM.assertEq(vault.bondOf(challenger).free, taken / 4, "a quarter");
        VM.assertEq(harmed, taken / 2, "half");
        VM.assertEq(distributor.received(), harmed, "announced");
        VM.assertEq(flt.balanceOf(address(distributor)), harmed, "and sent");
        VM.assertEq(vault.uncollectedProceeds(), taken - taken / 4 - harmed, "and the rest: a unit at least");
        VM.assertGe(vault.uncollectedProceeds(), 1, "never nothing");
        VM.assertEq(vault.totalBonded(), stake - taken + taken / 4, "bonded");
        VM.assertEq(flt.balanceOf(address(vault)), vault.totalBonded() + vault.uncollectedProceeds(), "solvent");
    }

    function test_a_fine_of_nothing_is_shared_as_nothing() public {
        VM.assertEq(slashChallenged(10_000, address(0xC4A1)), 0, "nothing is locked");
        VM.assertEq(vault.uncollectedProceeds(), 0, "so nobody has anything");
        VM.expectPartialRevert(IStakeVault.FractionOutOfRange.selector);
        slashChallenged(10_001, address(0xC4A1));
    }

    function test_a_challenger_pays_its_debts_from_its_share() public {
        deposit(200);
        VM.startPrank(exchange);
        vault.lock(node, 1, 100);
        vault.unlock(node, 1);
        vault.lock(node, 2, 200);
        VM.stopPrank();
        VM.prank(disputes);
        vault.slashNode(node, 1, 4000, IStakeVault.SlashProceeds.Treasury);
        VM.assertEq(vault.debtOf(node), 40, "all is locked elsewhere");
        VM.prank(coordinator);
        vault.slashChallenged(node, 2, 5000, node);
        VM.assertEq(vault.debtOf(node), 15, "a quarter of the fine of 100 is paid on it");
        VM.assertEq(vault.bondOf(node).free, 0, "and none of it is free");
        VM.assertEq(vault.uncollectedProceeds(), 50, "25 of the fine and 25 of the debt");
        VM.assertEq(vault.totalBonded(), 100, "bonded is what is still locked");
        VM.assertEq(flt.balanceOf(address(vault)), 150, "solvent");
    }
}
