// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IContributionVerifier } from "../../src/interfaces/IContributionVerifier.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { ContributionRoundTest } from "../support/ContributionRoundTest.sol";
import { Curve } from "../support/Curve.sol";

/// @notice Reveals with contribution proofs by the real prover, one by one and in batches, and what somebody tries with those of others.
contract ProvedUpdatesTest is ContributionRoundTest {
    bytes4 internal constant REJECTED = IModelCoordinator.ContributionProofRejected.selector;

    // Batches under construction.
    address[] internal providers;
    bytes[] internal updates;
    bytes[] internal proofs;

    function add(uint256 round, uint256 index) internal {
        providers.push(partyAt(index));
        updates.push(updateOf(round, index));
        proofs.push(proofOf(index));
    }

    function batchOf(uint256 round, uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            add(round, i);
        }
    }

    function sendBatch(bytes32 key) internal {
        VM.prank(address(0xABCD));
        coordinator.submitProvedUpdates(key, providers, updates, proofs);
    }

    function expectBatchRefused(bytes32 key, bytes4 reason) internal {
        VM.expectPartialRevert(reason);
        sendBatch(key);
    }

    function prove(bytes32 key, uint256 round, uint256 index) internal {
        bytes memory update = updateOf(round, index);
        bytes memory proof = proofOf(index);
        VM.prank(partyAt(index));
        coordinator.submitProvedUpdate(key, update, proof);
    }

    function expectRefused(bytes32 key, address sender, bytes memory update, bytes memory proof, bytes4 reason) internal {
        VM.expectPartialRevert(reason);
        VM.prank(sender);
        coordinator.submitProvedUpdate(key, update, proof);
    }

    // ---- one by one

    function test_a_proved_update_counts_whole_and_an_unproved_one_by_the_jobs_factor() public {
        (uint256 round, bytes32 key) = committed();
        bytes memory update = updateOf(round, 0);
        bytes memory proof = proofOf(0);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ContributionProved(jobId, round, partyAt(0));
        VM.prank(partyAt(0));
        coordinator.submitProvedUpdate(key, update, proof);
        update = updateOf(round, 1);
        VM.prank(partyAt(1));
        coordinator.submitUpdate(key, update);
        VM.assertEq(pointsOf(key, 0), weightAt(0) * 10_000, "proved");
        VM.assertEq(pointsOf(key, 1), weightAt(1) * UNPROVED, "unproved");
        VM.assertEq(coordinator.weightOf(uint256(key), partyAt(0)), weightAt(0), "the model knows the weight alone");
        VM.assertEq(coordinator.getRound(jobId, round).totalPoints, weightAt(0) * 10_000 + weightAt(1) * UNPROVED, "of all");
    }

    function test_a_proof_that_fails_reveals_nothing() public {
        (uint256 round, bytes32 key) = committed();
        expectRefused(key, partyAt(0), updateOf(round, 0), failingProofOf(0), REJECTED);
        expectRefused(key, partyAt(0), updateOf(round, 0), hex"00", IContributionVerifier.ProofLengthWrong.selector);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 0, "nothing");
        prove(key, round, 0);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 1, "the same update with its proof");
    }

    function test_another_providers_proof_is_none() public {
        uint256 round = start(jobId);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        commitTo(round, 0, 0);
        commitTo(round, 1, 1);
        // The copycat has commitment and proof of provider 0, and a receipt for them.
        commitTo(round, 2, 0);
        expectRefused(key, partyAt(1), updateOf(round, 1), proofOf(0), REJECTED);
        expectRefused(key, partyAt(2), updateTo(round, 2, 0), proofOf(0), REJECTED);
    }

    function test_a_proof_of_an_earlier_round_is_none() public {
        start(jobId);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        (uint256 round, bytes32 key) = committed();
        VM.assertEq(round, 2, "the proofs are for round 1");
        expectRefused(key, partyAt(0), updateOf(round, 0), proofOf(0), REJECTED);
        batchOf(round, 2);
        expectBatchRefused(key, REJECTED);
    }

    function test_a_proof_is_of_the_commitment_that_is_revealed() public {
        uint256 round = start(jobId);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        commitTo(round, 0, 1);
        commitTo(round, 1, 0);
        commitTo(round, 2, 2);
        expectRefused(key, partyAt(0), updateTo(round, 0, 1), proofOf(0), REJECTED);
        // Nor does it help to show the verifier another commitment than was committed to.
        expectRefused(key, partyAt(0), updateOf(round, 0), proofOf(0), IModelCoordinator.CommitmentMismatch.selector);
    }

    function test_a_proof_does_not_stand_in_for_what_a_reveal_needs() public {
        (uint256 round, bytes32 key) = committed();
        G1 memory c = pointOf(0);
        bytes memory receipt = receiptBy(0xE71, jobId, round, partyAt(0), c, weightAt(0));
        bytes memory update = abi.encode(jobId, round, c, weightAt(0), saltAt(0), receipt);
        expectRefused(key, partyAt(0), update, proofOf(0), IModelCoordinator.ReceiptInvalid.selector);
        update = abi.encode(jobId, round + 1, c, weightAt(0), saltAt(0), receipt);
        expectRefused(key, partyAt(0), update, proofOf(0), IModelCoordinator.RoundKeyMismatch.selector);
        prove(key, round, 0);
        expectRefused(key, partyAt(0), updateOf(round, 0), proofOf(0), IModelCoordinator.AlreadyRevealed.selector);
    }

    function test_a_contribution_verifier_whose_code_changed_is_not_asked() public {
        (uint256 round, bytes32 key) = committed();
        batchOf(round, 1);
        // Code that answers true to everything.
        VM.etch(address(contributions), hex"600160005260206000f3");
        bytes4 changed = IModelCoordinator.VerifierCodeChanged.selector;
        expectRefused(key, partyAt(0), updateOf(round, 0), proofOf(0), changed);
        expectBatchRefused(key, changed);
        // What needs no proof goes on.
        bytes memory update = updateOf(round, 0);
        VM.prank(partyAt(0));
        coordinator.submitUpdate(key, update);
        VM.assertEq(pointsOf(key, 0), weightAt(0) * UNPROVED, "unproved");
    }

    function test_proofs_are_taken_from_the_end_of_commits_to_the_end_of_reveals() public {
        uint256 round = start(jobId);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        commitTo(round, 0, 0);
        commitTo(round, 1, 1);
        batchOf(round, 1);
        expectRefused(key, partyAt(0), updateOf(round, 0), proofOf(0), IModelCoordinator.PhaseWrong.selector);
        expectBatchRefused(key, IModelCoordinator.PhaseWrong.selector);
        toRevealing();
        // Delivering ends for reveals with a push, not with its deadline.
        skip(1 hours + 1);
        uint256 before = VM.getBlockTimestamp();
        coordinator.advanceRound(jobId);
        skip(1 hours);
        prove(key, round, 1);
        VM.assertEq(VM.getBlockTimestamp(), before + 1 hours, "in the last second");
        skip(1);
        expectRefused(key, partyAt(0), updateOf(round, 0), proofOf(0), IModelCoordinator.DeadlinePassed.selector);
        expectBatchRefused(key, IModelCoordinator.DeadlinePassed.selector);
    }

    // ---- batches

    function test_anyone_reveals_a_batch_and_each_counts_as_its_providers() public {
        (uint256 round, bytes32 key) = committed();
        batchOf(round, 3);
        sendBatch(key);
        VM.assertTrue(phaseIn(round) == IModelCoordinator.Phase.Aggregating, "the last reveal ends the phase");
        G1 memory sum;
        for (uint256 i = 0; i < 3; ++i) {
            sum = Curve.add(sum, Curve.mul(pointOf(i), weightAt(i)));
            VM.assertEq(pointsOf(key, i), weightAt(i) * 10_000, "proved");
        }
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(Curve.same(state.sumCommitment, sum), "C_S");
        VM.assertEq(state.totalWeight, weightAt(0) + weightAt(1) + weightAt(2), "W");
        VM.assertEq(coordinator.weightOf(uint256(key), address(0xABCD)), 0, "nothing is the sender's");
    }

    function test_one_failing_proof_holds_back_the_batch() public {
        (uint256 round, bytes32 key) = committed();
        batchOf(round, 3);
        proofs[2] = failingProofOf(2);
        expectBatchRefused(key, REJECTED);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 0, "nothing");
        proofs[2] = proofOf(2);
        sendBatch(key);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 3, "all");
    }

    /// @dev Through memory: storage arrays do not change places in one assignment.
    function swap(bytes[] storage list) internal {
        bytes memory first = list[0];
        list[0] = list[1];
        list[1] = first;
    }

    function test_exchanged_proofs_or_providers_or_updates_fail() public {
        (uint256 round, bytes32 key) = committed();
        batchOf(round, 2);
        swap(proofs);
        expectBatchRefused(key, REJECTED);
        swap(proofs);
        swap(updates);
        expectBatchRefused(key, REJECTED);
        swap(updates);
        (providers[0], providers[1]) = (providers[1], providers[0]);
        expectBatchRefused(key, REJECTED);
        // All three in another order are the same batch.
        swap(proofs);
        swap(updates);
        sendBatch(key);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 2, "in any order");
    }

    function test_a_batch_has_one_provider_update_and_proof_each() public {
        (uint256 round, bytes32 key) = committed();
        batchOf(round, 2);
        providers.push(partyAt(2));
        expectBatchRefused(key, IModelCoordinator.LengthsDiffer.selector);
        updates.push(updateOf(round, 2));
        expectBatchRefused(key, IModelCoordinator.LengthsDiffer.selector);
        providers.pop();
        expectBatchRefused(key, IModelCoordinator.LengthsDiffer.selector);
        updates.pop();
        proofs.push(proofOf(2));
        expectBatchRefused(key, IModelCoordinator.LengthsDiffer.selector);
        providers.push(partyAt(2));
        expectBatchRefused(key, IModelCoordinator.LengthsDiffer.selector);
    }

    function test_a_batch_of_nobody_is_none() public {
        (, bytes32 key) = committed();
        expectBatchRefused(key, IContributionVerifier.BatchLengthsDiffer.selector);
    }

    function test_who_has_revealed_already_is_passed_over() public {
        (uint256 round, bytes32 key) = committed();
        // Somebody gets ahead of the batch with one of its members.
        prove(key, round, 1);
        uint256 points = pointsOf(key, 1);
        batchOf(round, 3);
        sendBatch(key);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 3, "the others' reveals are not held up");
        VM.assertEq(pointsOf(key, 1), points, "and nobody counts twice");
    }

    function test_nobody_counts_twice_in_one_batch() public {
        (uint256 round, bytes32 key) = committed();
        batchOf(round, 2);
        add(round, 0);
        sendBatch(key);
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertEq(state.revealed, 2, "two of them");
        VM.assertEq(state.totalWeight, weightAt(0) + weightAt(1), "with their weights");
        VM.assertEq(state.totalPoints, (weightAt(0) + weightAt(1)) * 10_000, "and points, once");
    }

    function test_a_batch_checks_each_members_commit_weight_and_receipt() public {
        uint256 round = start(jobId);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        commitTo(round, 0, 0);
        commitTo(round, 1, 1);
        toRevealing();
        batchOf(round, 3);
        expectBatchRefused(key, IModelCoordinator.NotCommitted.selector);
        providers.pop();
        updates.pop();
        proofs.pop();
        G1 memory c = pointOf(1);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, partyAt(1), c, weightAt(1) + 1);
        updates[1] = abi.encode(jobId, round, c, weightAt(1) + 1, saltAt(1), receipt);
        expectBatchRefused(key, IModelCoordinator.CommitmentMismatch.selector);
        updates[1] = abi.encode(jobId, round, c, weightAt(1), saltAt(1), receipt);
        expectBatchRefused(key, IModelCoordinator.ReceiptInvalid.selector);
        updates[1] = abi.encode(jobId + 1, round, c, weightAt(1), saltAt(1), receipt);
        expectBatchRefused(key, IModelCoordinator.RoundKeyMismatch.selector);
        updates[1] = updateOf(round, 1);
        sendBatch(key);
        VM.assertTrue(phaseIn(round) == IModelCoordinator.Phase.Aggregating, "all who committed");
    }

    // ---- pushes

    function test_nobody_takes_the_better_score_from_a_provider_that_still_has_time_to_prove() public {
        (uint256 round, bytes32 key) = committed();
        bytes memory update = updateOf(round, 0);
        VM.expectRevert(IModelCoordinator.PushTooEarly.selector);
        VM.prank(aggregator);
        coordinator.submitUpdateFor(partyAt(0), key, update);
        // Past its deadline, but not yet moved on.
        skip(1 hours + 1);
        VM.expectRevert(IModelCoordinator.PushTooEarly.selector);
        VM.prank(aggregator);
        coordinator.submitUpdateFor(partyAt(0), key, update);
        // The provider itself may.
        VM.prank(partyAt(0));
        coordinator.submitUpdateFor(partyAt(0), key, update);
        coordinator.advanceRound(jobId);
        // Whoever is still silent in Revealing may be pushed.
        update = updateOf(round, 1);
        VM.prank(aggregator);
        coordinator.submitUpdateFor(partyAt(1), key, update);
        VM.assertEq(pointsOf(key, 1), weightAt(1) * UNPROVED, "unproved");
    }

    function test_a_push_with_the_proof_takes_nothing_from_the_provider() public {
        (uint256 round, bytes32 key) = committed();
        add(round, 1);
        sendBatch(key);
        VM.assertTrue(phaseIn(round) == IModelCoordinator.Phase.Delivering, "still delivering");
        VM.assertEq(pointsOf(key, 1), weightAt(1) * 10_000, "whole");
    }
}
