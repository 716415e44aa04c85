// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { CoordinatorTest } from "../support/CoordinatorTest.sol";

/// @notice A provider that holds a receipt and says nothing: others can say it for it, and it pays.
contract RoundReceiptsTest is CoordinatorTest {
    function toRevealing(uint256 round) internal {
        skip(1 hours + 1);
        coordinator.advanceRound(JOB);
        assertPhase(JOB, round, IModelCoordinator.Phase.Revealing);
    }

    // ---- pushes

    function test_whoever_holds_salt_and_receipt_may_reveal_for_a_silent_provider() public {
        uint256 round = commitAll(JOB);
        bytes memory update = updateBy(AGGREGATOR_KEY, JOB, round, 2);
        VM.prank(address(0xABCD));
        coordinator.submitUpdateFor(providerAt(2), key(JOB, round), update);
        VM.assertEq(coordinator.weightOf(uint256(key(JOB, round)), providerAt(2)), weightAt(2), "revealed as its own");
        VM.assertEq(coordinator.weightOf(uint256(key(JOB, round)), address(0xABCD)), 0, "not as the pusher's");
    }

    function test_a_push_for_somebody_else_than_who_committed_is_refused() public {
        uint256 round = commitAll(JOB);
        bytes memory update = updateBy(AGGREGATOR_KEY, JOB, round, 2);
        VM.expectRevert(IModelCoordinator.CommitmentMismatch.selector);
        coordinator.submitUpdateFor(providerAt(1), key(JOB, round), update);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.NotCommitted.selector, address(this)));
        coordinator.submitUpdateFor(address(this), key(JOB, round), update);
    }

    // ---- posting

    function test_a_posted_receipt_can_still_be_revealed_and_then_nobody_is_at_fault() public {
        uint256 round = commitAll(JOB);
        VM.assertFalse(coordinator.isReceiptPosted(key(JOB, round), providerAt(1)), "not yet posted");
        postReceipt(JOB, round, 1);
        VM.assertTrue(coordinator.isReceiptPosted(key(JOB, round), providerAt(1)), "posted");
        toRevealing(round);
        reveal(JOB, round, 1);
        VM.assertTrue(coordinator.isReceiptPosted(key(JOB, round), providerAt(1)), "still known");
        skip(1001);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(1)));
        coordinator.reportSilentProvider(uint256(key(JOB, round)), providerAt(1));
    }

    function test_a_receipt_is_posted_once() public {
        uint256 round = commitAll(JOB);
        postReceipt(JOB, round, 1);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, JOB, round, 1);
        G1 memory c = commitmentAt(1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ReceiptAlreadyPosted.selector, providerAt(1)));
        coordinator.postReceipt(key(JOB, round), providerAt(1), c, weightAt(1), saltAt(1), receipt);
    }

    function expectPostRevert(uint256 round, uint256 index, G1 memory c, uint256 weight, bytes memory receipt, bytes4 selector) internal {
        VM.expectPartialRevert(selector);
        coordinator.postReceipt(key(JOB, round), providerAt(index), c, weight, saltAt(index), receipt);
    }

    function test_a_receipt_is_posted_only_for_what_was_committed_to() public {
        uint256 round = commitAll(JOB);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, JOB, round, 1);
        expectPostRevert(round, 1, commitmentAt(2), weightAt(1), receipt, IModelCoordinator.CommitmentMismatch.selector);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1) + 1, receipt, IModelCoordinator.CommitmentMismatch.selector);
        expectPostRevert(round, 2, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.CommitmentMismatch.selector);
        expectPostRevert(round, 9, commitmentAt(9), weightAt(9), receipt, IModelCoordinator.NotCommitted.selector);
    }

    function test_a_receipt_signed_by_a_stranger_frames_nobody() public {
        uint256 round = commitAll(JOB);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receiptBy(0xE71, JOB, round, 1), IModelCoordinator.ReceiptInvalid.selector);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), "", IModelCoordinator.ReceiptInvalid.selector);
        coordinator.postReceipt(
            key(JOB, round), providerAt(1), commitmentAt(1), weightAt(1), saltAt(1), receiptBy(BACKUP_KEY, JOB, round, 1)
        );
    }

    function test_a_receipt_for_what_cannot_be_revealed_is_not_posted() public {
        uint256 round = start(JOB);
        G1[3] memory points = [commitmentAt(0), G1(0, 0), G1(1, 3)];
        uint256[3] memory weights = [uint256(4096), 5, 5];
        bytes4[3] memory selectors = [
            IModelCoordinator.WeightOutOfRange.selector,
            IModelCoordinator.PointAtInfinity.selector,
            IModelCoordinator.PointNotOnCurve.selector
        ];
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 hash = keccak256(
                abi.encode(block.chainid, address(coordinator), JOB, round, providerAt(i), points[i].x, points[i].y, weights[i], saltAt(i))
            );
            VM.prank(providerAt(i));
            coordinator.commitUpdate(JOB, hash);
        }
        commit(JOB, round, 3);
        for (uint256 i = 0; i < 3; ++i) {
            expectPostRevert(round, i, points[i], weights[i], "", selectors[i]);
        }
    }

    function test_receipts_are_posted_during_delivery_alone() public {
        uint256 round = start(JOB);
        commit(JOB, round, 0);
        commit(JOB, round, 1);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, JOB, round, 1);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.PhaseWrong.selector);
        skip(1 hours + 1);
        coordinator.advanceRound(JOB);
        // Past the deadline there might be no time left to reveal, even if nobody has moved the round on.
        skip(1 hours + 1);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.DeadlinePassed.selector);
        coordinator.advanceRound(JOB);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.PhaseWrong.selector);
    }

    // ---- reporting

    function test_silence_costs_a_tenth_of_the_bond_once() public {
        uint256 round = commitAll(JOB);
        postReceipt(JOB, round, 3);
        reveal(JOB, round, 0);
        reveal(JOB, round, 1);
        uint256 roundId = uint256(key(JOB, round));
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        coordinator.reportSilentProvider(roundId, providerAt(3));
        toRevealing(round);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.reportSilentProvider(roundId, providerAt(3));
        skip(1001);
        coordinator.reportSilentProvider(roundId, providerAt(3));
        assertSlash(0, providerAt(3), 1000, IStakeVault.SlashProceeds.Treasury);
        VM.assertTrue(coordinator.isReceiptPosted(key(JOB, round), providerAt(3)), "the receipt stays known");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(3)));
        coordinator.reportSilentProvider(roundId, providerAt(3));
    }

    function test_who_has_no_posted_receipt_is_not_at_fault() public {
        uint256 round = commitAll(JOB);
        reveal(JOB, round, 0);
        toRevealing(round);
        skip(1001);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(2)));
        coordinator.reportSilentProvider(uint256(key(JOB, round)), providerAt(2));
    }

    function test_silence_is_reported_after_the_round_too() public {
        uint256 round = commitAll(JOB);
        postReceipt(JOB, round, 3);
        reveal(JOB, round, 0);
        toRevealing(round);
        skip(1001);
        coordinator.failRound(JOB);
        coordinator.reportSilentProvider(uint256(key(JOB, round)), providerAt(3));
        assertSlash(0, providerAt(3), 1000, IStakeVault.SlashProceeds.Treasury);
    }

    function test_a_silent_provider_does_not_leave_before_it_is_reported() public {
        uint256 round = commitAll(JOB);
        postReceipt(JOB, round, 3);
        postReceipt(JOB, round, 0);
        reveal(JOB, round, 0);
        toRevealing(round);
        skip(1001);
        coordinator.failRound(JOB);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.SilenceNotReported.selector, JOB, round, providerAt(3)));
        VM.prank(address(peers));
        coordinator.withdrawProvider(JOB, providerAt(3));
        // Who revealed what it was receipted for leaves as it likes.
        VM.prank(address(peers));
        coordinator.withdrawProvider(JOB, providerAt(0));
        coordinator.reportSilentProvider(uint256(key(JOB, round)), providerAt(3));
        VM.prank(address(peers));
        coordinator.withdrawProvider(JOB, providerAt(3));
        VM.assertEq(coordinator.getParticipant(JOB, providerAt(3)).firstRound, 0, "gone");
    }
}
