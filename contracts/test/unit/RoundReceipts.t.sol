// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { RoundTest } from "../support/RoundTest.sol";

/// @notice A provider that holds a receipt and says nothing: others can say it for it, and it pays.
contract RoundReceiptsTest is RoundTest {
    function started() internal returns (uint256 round, bytes32 key) {
        round = start(jobId);
        commitAll(round);
        key = coordinator.roundKeyOf(jobId, round);
    }

    function toRevealing(uint256 round) internal {
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Revealing, "revealing");
    }

    function receiptOf(uint256 signer, uint256 round, uint256 index) internal view returns (bytes memory) {
        return receiptBy(signer, jobId, round, providerAt(index), commitmentAt(index), weightAt(index));
    }

    function post(uint256 round, uint256 index) internal {
        bytes memory receipt = receiptOf(AGGREGATOR_KEY, round, index);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        coordinator.postReceipt(key, providerAt(index), commitmentAt(index), weightAt(index), saltAt(index), receipt);
    }

    function assertPaid(uint256 index, uint256 lost, string memory law) internal view {
        VM.assertEq(vault.lockedFor(providerAt(index), jobId), PROVIDER_STAKE - lost, law);
        VM.assertEq(vault.uncollectedProceeds(), lost, "the treasury's");
        VM.assertEq(reputation.standingOf(providerAt(index)).faults, lost == 0 ? 0 : 1, "and its reputation falls");
    }

    // ---- pushes

    function test_whoever_holds_salt_and_receipt_may_reveal_for_a_silent_provider() public {
        (uint256 round, bytes32 key) = started();
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 2);
        VM.prank(address(0xABCD));
        coordinator.submitUpdateFor(providerAt(2), key, update);
        VM.assertEq(coordinator.weightOf(uint256(key), providerAt(2)), weightAt(2), "revealed as its own");
        VM.assertEq(coordinator.weightOf(uint256(key), address(0xABCD)), 0, "not as the pusher's");
        // Without a contribution verifier a push costs nobody a point.
        (uint256 points,,,) = coordinator.shareOf(uint256(key), providerAt(2));
        VM.assertEq(points, weightAt(2) * 10_000, "at its full worth");
    }

    function test_a_push_for_somebody_else_than_who_committed_is_refused() public {
        (uint256 round, bytes32 key) = started();
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 2);
        VM.expectRevert(IModelCoordinator.CommitmentMismatch.selector);
        coordinator.submitUpdateFor(providerAt(1), key, update);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.NotCommitted.selector, address(this)));
        coordinator.submitUpdateFor(address(this), key, update);
    }

    // ---- posting

    function test_a_posted_receipt_can_still_be_revealed_and_then_nobody_is_at_fault() public {
        (uint256 round, bytes32 key) = started();
        VM.assertFalse(coordinator.isReceiptPosted(key, providerAt(1)), "not yet posted");
        bytes memory receipt = receiptOf(AGGREGATOR_KEY, round, 1);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ReceiptPosted(jobId, round, providerAt(1), receipt);
        post(round, 1);
        VM.assertTrue(coordinator.isReceiptPosted(key, providerAt(1)), "posted");
        toRevealing(round);
        reveal(jobId, round, 1);
        VM.assertTrue(coordinator.isReceiptPosted(key, providerAt(1)), "still known");
        skip(1 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(1)));
        coordinator.reportSilentProvider(uint256(key), providerAt(1));
        assertPaid(1, 0, "nothing lost");
    }

    function test_a_receipt_is_posted_once() public {
        (uint256 round, bytes32 key) = started();
        post(round, 1);
        bytes memory receipt = receiptOf(AGGREGATOR_KEY, round, 1);
        G1 memory c = commitmentAt(1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ReceiptAlreadyPosted.selector, providerAt(1)));
        coordinator.postReceipt(key, providerAt(1), c, weightAt(1), saltAt(1), receipt);
    }

    function expectPostRevert(uint256 round, uint256 index, G1 memory c, uint256 weight, bytes memory receipt, bytes4 selector) internal {
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.expectPartialRevert(selector);
        coordinator.postReceipt(key, providerAt(index), c, weight, saltAt(index), receipt);
    }

    function test_a_receipt_is_posted_only_for_what_was_committed_to() public {
        (uint256 round, bytes32 key) = started();
        bytes memory receipt = receiptOf(AGGREGATOR_KEY, round, 1);
        expectPostRevert(round, 1, commitmentAt(2), weightAt(1), receipt, IModelCoordinator.CommitmentMismatch.selector);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1) + 1, receipt, IModelCoordinator.CommitmentMismatch.selector);
        expectPostRevert(round, 2, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.CommitmentMismatch.selector);
        expectPostRevert(round, 9, commitmentAt(9), weightAt(9), receipt, IModelCoordinator.NotCommitted.selector);
        G1 memory c = commitmentAt(1);
        VM.expectRevert(IModelCoordinator.CommitmentMismatch.selector);
        coordinator.postReceipt(key, providerAt(1), c, weightAt(1), saltAt(2), receipt);
    }

    function test_who_has_revealed_has_nothing_left_to_post() public {
        (uint256 round,) = started();
        reveal(jobId, round, 1);
        bytes memory receipt = receiptOf(AGGREGATOR_KEY, round, 1);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.AlreadyRevealed.selector);
    }

    function test_a_receipt_signed_by_a_stranger_frames_nobody() public {
        (uint256 round, bytes32 key) = started();
        bytes4 invalid = IModelCoordinator.ReceiptInvalid.selector;
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receiptOf(0xE71, round, 1), invalid);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), "", invalid);
        // A receipt of the aggregator's, but for somebody else's update.
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receiptOf(AGGREGATOR_KEY, round, 2), invalid);
        bytes memory receipt = receiptOf(BACKUP_KEY, round, 1);
        coordinator.postReceipt(key, providerAt(1), commitmentAt(1), weightAt(1), saltAt(1), receipt);
        VM.assertTrue(coordinator.isReceiptPosted(key, providerAt(1)), "the backup's is as good");
    }

    /// @dev A commit that binds, to what no reveal could ever bring; the receipt is the aggregator's, so that nothing else is wrong.
    function expectNotPosted(G1 memory c, uint256 weight, bytes4 selector) internal {
        uint256 round = start(jobId);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(0), c, weight, saltAt(0)));
        commit(jobId, round, 1);
        commit(jobId, round, 2);
        expectPostRevert(round, 0, c, weight, receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, weight), selector);
    }

    function test_a_receipt_for_a_weight_above_the_largest_is_not_posted() public {
        expectNotPosted(commitmentAt(0), 4096, IModelCoordinator.WeightOutOfRange.selector);
    }

    function test_a_receipt_for_no_weight_is_not_posted() public {
        expectNotPosted(commitmentAt(0), 0, IModelCoordinator.WeightOutOfRange.selector);
    }

    function test_a_receipt_for_infinity_is_not_posted() public {
        expectNotPosted(G1(0, 0), 5, IModelCoordinator.PointAtInfinity.selector);
    }

    function test_a_receipt_for_a_point_off_the_curve_is_not_posted() public {
        expectNotPosted(G1(1, 3), 5, IModelCoordinator.PointNotOnCurve.selector);
    }

    function test_a_receipt_for_a_point_whose_x_is_not_reduced_is_not_posted() public {
        expectNotPosted(G1(1 + Bn254.P, 2), 5, IModelCoordinator.PointNotOnCurve.selector);
    }

    function test_a_receipt_for_a_point_whose_y_is_not_reduced_is_not_posted() public {
        expectNotPosted(G1(1, 2 + Bn254.P), 5, IModelCoordinator.PointNotOnCurve.selector);
    }

    function test_a_receipt_for_the_largest_weight_is_posted() public {
        uint256 round = start(jobId);
        G1 memory c = commitmentAt(0);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(0), c, 4095, saltAt(0)));
        commit(jobId, round, 1);
        commit(jobId, round, 2);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, 4095);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        coordinator.postReceipt(key, providerAt(0), c, 4095, saltAt(0), receipt);
        VM.assertTrue(coordinator.isReceiptPosted(key, providerAt(0)), "posted");
    }

    function test_receipts_are_posted_during_delivery_alone() public {
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        commit(jobId, round, 1);
        bytes memory receipt = receiptOf(AGGREGATOR_KEY, round, 1);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.PhaseWrong.selector);
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        // The last second counts.
        skip(1 hours);
        post(round, 0);
        // Past the deadline there might be no time left to reveal, even if nobody has moved the round on.
        skip(1);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.DeadlinePassed.selector);
        coordinator.advanceRound(jobId);
        expectPostRevert(round, 1, commitmentAt(1), weightAt(1), receipt, IModelCoordinator.PhaseWrong.selector);
    }

    // ---- reporting

    function test_silence_costs_a_tenth_of_the_bond_once() public {
        (uint256 round, bytes32 key) = started();
        post(round, 2);
        reveal(jobId, round, 0);
        reveal(jobId, round, 1);
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        toRevealing(round);
        skip(1 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        skip(1);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.SilentProviderReported(jobId, round, providerAt(2));
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        assertPaid(2, PROVIDER_STAKE / 10, "a tenth is gone");
        VM.assertTrue(coordinator.isReceiptPosted(key, providerAt(2)), "the receipt stays known");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(2)));
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        // Punished or not, it was too late to reveal, and it still is.
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 2);
        expectRevealRevert(round, providerAt(2), update, IModelCoordinator.DeadlinePassed.selector);
    }

    function test_who_has_no_posted_receipt_is_not_at_fault() public {
        (uint256 round, bytes32 key) = started();
        reveal(jobId, round, 0);
        toRevealing(round);
        skip(1 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(2)));
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ProviderNotSilent.selector, providerAt(9)));
        coordinator.reportSilentProvider(uint256(key), providerAt(9));
    }

    function test_silence_is_reported_in_every_later_phase() public {
        (uint256 round, bytes32 key) = started();
        post(round, 2);
        reveal(jobId, round, 0);
        reveal(jobId, round, 1);
        toRevealing(round);
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Aggregating, "aggregating, long before its deadline");
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        assertPaid(2, PROVIDER_STAKE / 10, "a tenth is gone");
    }

    function test_silence_is_reported_after_the_round_too() public {
        (uint256 round, bytes32 key) = started();
        post(round, 2);
        reveal(jobId, round, 0);
        toRevealing(round);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        assertPaid(2, PROVIDER_STAKE / 10, "a tenth is gone");
    }

    function leaveAs(uint256 index) internal {
        VM.prank(providerAt(index));
        exchange.leaveJob(jobId);
    }

    function test_a_silent_provider_does_not_leave_before_it_is_reported() public {
        (uint256 round, bytes32 key) = started();
        post(round, 2);
        post(round, 0);
        reveal(jobId, round, 0);
        toRevealing(round);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.SilenceNotReported.selector, jobId, round, providerAt(2)));
        VM.prank(providerAt(2));
        exchange.leaveJob(jobId);
        // Who revealed what it was receipted for leaves as it likes.
        leaveAs(0);
        coordinator.reportSilentProvider(uint256(key), providerAt(2));
        leaveAs(2);
        VM.assertEq(coordinator.getParticipant(jobId, providerAt(2)).firstRound, 0, "gone");
        VM.assertEq(vault.lockedFor(providerAt(2), jobId), 0, "with what was left");
    }
}
