// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../support/Test.sol";
import { ExchangeHandler } from "./ExchangeHandler.sol";

/// @notice What holds after any sequence of moves by anybody.
contract ExchangeInvariantTest is Test {
    ExchangeHandler internal handler;

    function setUp() public {
        handler = new ExchangeHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        bytes4[] memory selectors = new bytes4[](27);
        selectors[0] = handler.wait.selector;
        selectors[1] = handler.deposit.selector;
        selectors[2] = handler.unbond.selector;
        selectors[3] = handler.withdraw.selector;
        selectors[4] = handler.register.selector;
        selectors[5] = handler.leave.selector;
        selectors[6] = handler.topUpAggregators.selector;
        selectors[7] = handler.close.selector;
        selectors[8] = handler.withdrawRefund.selector;
        selectors[9] = handler.startRound.selector;
        selectors[10] = handler.commitOne.selector;
        selectors[11] = handler.revealOne.selector;
        selectors[12] = handler.everybodyActs.selector;
        selectors[13] = handler.advance.selector;
        selectors[14] = handler.fail.selector;
        selectors[15] = handler.settleOne.selector;
        selectors[16] = handler.distribute.selector;
        selectors[17] = handler.claim.selector;
        selectors[18] = handler.steal.selector;
        selectors[19] = handler.copyCommit.selector;
        selectors[20] = handler.revealCopy.selector;
        selectors[21] = handler.revealLate.selector;
        selectors[22] = handler.postReceiptOf.selector;
        selectors[23] = handler.reportSilent.selector;
        selectors[24] = handler.collect.selector;
        selectors[25] = handler.armToken.selector;
        selectors[26] = handler.creditOne.selector;
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    function invariant_the_vault_holds_every_bond_and_the_distributor_all_it_owes() external view {
        (uint256 inVault, uint256 bounty, uint256 compensation) = handler.held();
        (uint256 sum, uint256 total, uint256 uncollected) = handler.bonded();
        VM.assertEq(sum, total, "sum of bonds = total bonded");
        VM.assertEq(inVault, total + uncollected, "vault = bonds + uncollected proceeds");
        uint256 left = handler.withdrawn() + handler.sentToHarmed() + handler.collected();
        VM.assertEq(inVault, handler.deposited() - left, "vault = in - out");
        VM.assertEq(bounty, handler.owed(), "distributor = bounty unpaid");
        VM.assertEq(bounty, handler.recorded(), "which is what it has on record");
        VM.assertEq(compensation, handler.compensated(), "and compensation unclaimed");
        VM.assertFalse(handler.bountyToken().callBackSucceeded(), "no call from the middle of a transfer succeeds");
    }

    function invariant_claims_and_refund_never_exceed_the_bounty() external view {
        VM.assertLe(handler.paidOut() + handler.refunded(), handler.bountyLocked(), "sum of claims + refund <= bounty");
    }

    function invariant_W_is_the_sum_of_revealed_weights() external view {
        VM.assertTrue(handler.weightsAgree(), "W = sum w_i");
    }

    function invariant_a_finalised_rounds_commitment_never_changes() external view {
        VM.assertTrue(handler.anchorsHold(), "C_Y stays");
    }

    function invariant_no_bond_leaves_early_and_no_theft_succeeds() external view {
        VM.assertEq(handler.earlyWithdrawals(), 0, "before its delay");
        VM.assertEq(handler.thefts(), 0, "thefts");
    }

    /// @dev Not an invariant: that the moves above lead somewhere, or the invariants would hold of nothing.
    function test_the_moves_reach_finalised_and_failed_rounds_and_claims() public {
        for (uint256 i = 0; i < 8; ++i) {
            handler.register(i);
        }
        handler.everybodyActs();
        handler.settleOne(7);
        handler.distribute(0);
        handler.claim(3, 0);
        handler.everybodyActs();
        handler.wait(3 hours - 1);
        handler.wait(3 hours - 1);
        handler.fail();
        handler.distribute(1);
        handler.claim(3, 1);
        handler.everybodyActs();
        handler.wait(2 hours);
        handler.settleOne(9);
        handler.close(0);
        handler.withdrawRefund();
        VM.assertTrue(handler.paidOut() > 0 && handler.sentToHarmed() > 0 && handler.refunded() > 0, "all kinds of payment");
        this.invariant_the_vault_holds_every_bond_and_the_distributor_all_it_owes();
        this.invariant_a_finalised_rounds_commitment_never_changes();
    }

    /// @dev Nor is this: that copycats, silent providers and the token that calls back get their turn, and nothing by it.
    function test_the_moves_reach_copies_silence_and_calls_from_within_a_transfer() public {
        for (uint256 i = 0; i < 8; ++i) {
            handler.register(i);
        }
        handler.startRound();
        handler.copyCommit(0);
        for (uint256 i = 1; i < 8; ++i) {
            handler.commitOne(i);
        }
        handler.postReceiptOf(1);
        for (uint256 i = 2; i < 8; ++i) {
            handler.revealOne(i);
        }
        handler.revealCopy(0);
        handler.wait(3 hours - 1);
        handler.advance();
        handler.wait(3 hours - 1);
        handler.revealLate(1);
        handler.advance();
        handler.reportSilent(1, 0);
        handler.settleOne(5);
        handler.distribute(0);
        handler.armToken(0, 0);
        handler.claim(3, 0);
        handler.collect();
        VM.assertEq(handler.copies(), 1, "copied");
        VM.assertEq(handler.silences(), 1, "reported");
        VM.assertTrue(handler.collected() != 0, "and paid for");
        VM.assertTrue(handler.bountyToken().calledBack(), "called back");
        VM.assertTrue(handler.paidOut() != 0, "and paid once");
        this.invariant_the_vault_holds_every_bond_and_the_distributor_all_it_owes();
        this.invariant_no_bond_leaves_early_and_no_theft_succeeds();
    }
}
