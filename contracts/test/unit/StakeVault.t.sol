// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { Test } from "../support/Test.sol";

contract StakeVaultTest is Test {
    FltToken internal flt;
    StakeVault internal vault;
    address internal treasury = address(0x7EA5);
    address internal exchange = address(0xE8);
    address internal coordinator = address(0xC0);
    address internal distributor = address(0xD1);
    address internal node = address(0x40DE);

    function setUp() public {
        VM.warp(1_800_000_000);
        flt = new FltToken(node, 1000e18);
        vault = new StakeVault(wiringOf(address(flt), treasury), 7 days);
        VM.prank(node);
        flt.approve(address(vault), type(uint256).max);
    }

    function wiringOf(address token, address treasury_) internal view returns (Wiring memory wiring) {
        wiring.stakeToken = token;
        wiring.treasury = treasury_;
        wiring.exchange = exchange;
        wiring.coordinator = coordinator;
        wiring.distributor = distributor;
    }

    function deposit(uint256 amount) internal {
        VM.prank(node);
        vault.deposit(amount);
    }

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
        VM.expectPartialRevert(IStakeVault.CallerNotExchange.selector);
        vault.lock(node, 1, 1);
        VM.expectPartialRevert(IStakeVault.CallerNotExchange.selector);
        vault.unlock(node, 1);
        VM.expectPartialRevert(IStakeVault.CallerNotCoordinator.selector);
        VM.prank(exchange);
        vault.slashNode(node, 1, 1, IStakeVault.SlashProceeds.Treasury);
        VM.expectPartialRevert(IStakeVault.CallerNotTreasury.selector);
        vault.collectProceeds();
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
    }

    function test_a_slash_for_the_harmed_goes_to_the_distributor() public {
        deposit(100);
        VM.prank(exchange);
        vault.lock(node, 1, 100);
        VM.prank(coordinator);
        vault.slashNode(node, 1, 2500, IStakeVault.SlashProceeds.Harmed);
        VM.assertEq(flt.balanceOf(distributor), 25, "sent on");
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

    function test_nothing_is_no_deposit_and_no_unbonding() public {
        VM.expectRevert(IStakeVault.AmountZero.selector);
        vault.deposit(0);
        VM.expectRevert(IStakeVault.AmountZero.selector);
        vault.startUnbonding(0);
        VM.expectRevert(IStakeVault.AmountZero.selector);
        VM.prank(treasury);
        vault.collectProceeds();
    }

    function test_a_token_that_takes_a_fee_is_refused() public {
        HostileToken token = new HostileToken(node);
        StakeVault other = new StakeVault(wiringOf(address(token), treasury), 7 days);
        token.takeFee(1);
        VM.prank(node);
        token.approve(address(other), type(uint256).max);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.TransferAmountWrong.selector, 100, 99));
        VM.prank(node);
        other.deposit(100);
    }

    function test_a_token_that_calls_back_withdraws_once() public {
        HostileToken token = new HostileToken(address(this));
        StakeVault other = new StakeVault(wiringOf(address(token), treasury), 7 days);
        token.approve(address(other), type(uint256).max);
        other.deposit(100);
        other.startUnbonding(50);
        skip(8 days);
        token.callBack(address(other), abi.encodeCall(IStakeVault.withdraw, ()));
        other.withdraw();
        VM.assertTrue(token.calledBack(), "the call back was tried");
        VM.assertFalse(token.callBackSucceeded(), "and refused");
        VM.assertEq(token.balanceOf(address(other)), 50, "no more than was due left");
    }

    function test_a_vault_needs_its_addresses_and_a_delay() public {
        VM.expectRevert(IStakeVault.AddressZero.selector);
        this.deployVault(address(0), 7 days);
        VM.expectRevert(IStakeVault.DelayZero.selector);
        this.deployVault(treasury, 0);
    }

    /// @notice A call of its own, so that its revert does not end the test; see StatementTest.deployVerifier.
    function deployVault(address treasury_, uint256 delay) external returns (StakeVault) {
        return new StakeVault(wiringOf(address(flt), treasury_), delay);
    }
}
