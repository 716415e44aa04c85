// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { RoundTest } from "../support/RoundTest.sol";

/// @notice A proved round is paid when its model is there: by whom, how long, how late, and who pays when it is not.
contract RoundPublicationTest is RoundTest {
    function publishBy(address sender, uint256 round, uint256 blinding, uint256 length) internal {
        VM.prank(sender);
        coordinator.publishModel(jobId, round, blinding, new bytes(length));
    }

    function playToPublishing() internal returns (uint256 round) {
        round = playToAggregating(jobId, 3);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
    }

    function roundIdOf(uint256 round) internal view returns (uint256) {
        return (jobId << 32) | round;
    }

    function test_the_settler_publishes_within_its_time_and_the_round_is_final() public {
        uint256 round = playToPublishing();
        skip(1 hours);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ModelPublished(jobId, round, aggregator, Bn254.R - 1, new bytes(96));
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.RoundFinalised(jobId, round, 0);
        publishBy(aggregator, round, Bn254.R - 1, 96);
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(state.phase == IModelCoordinator.Phase.Finalised, "final");
        VM.assertEq(state.deadline, 0, "and waits for nothing");
        VM.assertEq(state.settledBy, aggregator, "settled by");
        VM.assertTrue(state.modelCommitment.x == 1 && state.modelCommitment.y == 2, "C_Y");
        VM.assertFalse(coordinator.isRoundRunning(jobId), "the next may start");
    }

    function test_only_in_its_phase_and_only_its_round() public {
        uint256 round = playToAggregating(jobId, 3);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Aggregating));
        publishBy(aggregator, round, 1, 96);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Idle));
        publishBy(aggregator, round + 1, 1, 96);
        publishBy(aggregator, round, 1, 96);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Finalised));
        publishBy(aggregator, round, 1, 96);
    }

    function test_nobody_but_the_settler_publishes() public {
        uint256 round = playToPublishing();
        address[4] memory others = [backup, publisher, providerAt(0), address(this)];
        for (uint256 i = 0; i < 4; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, others[i]));
            publishBy(others[i], round, 1, 96);
        }
    }

    function test_what_the_backup_settled_the_backup_publishes() public {
        uint256 round = playToAggregating(jobId, 3);
        skip(2 hours + 1);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, someProof());
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        publishBy(aggregator, round, 1, 96);
        publishBy(backup, round, 1, 96);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Finalised, "final");
    }

    function test_a_model_has_its_length_and_a_blinding_is_a_field_element() public {
        uint256 round = playToPublishing();
        uint256[4] memory lengths = [uint256(0), 95, 97, 192];
        for (uint256 i = 0; i < 4; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelLengthWrong.selector, 96, lengths[i]));
            publishBy(aggregator, round, 1, lengths[i]);
        }
        uint256[2] memory blindings = [Bn254.R, type(uint256).max];
        for (uint256 i = 0; i < 2; ++i) {
            VM.expectRevert(IModelCoordinator.BlindingOutOfField.selector);
            publishBy(aggregator, round, blindings[i], 96);
        }
        publishBy(aggregator, round, 0, 96);
    }

    function publishPartBy(address sender, uint256 round, uint256 offset, bytes memory part) internal {
        VM.prank(sender);
        coordinator.publishModelPart(jobId, round, offset, part);
    }

    function test_a_model_too_long_for_one_transaction_comes_in_parts_and_only_the_last_changes_the_round() public {
        uint256 round = playToPublishing();
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ModelPartPublished(jobId, round, aggregator, 0, hex"0102");
        publishPartBy(aggregator, round, 0, hex"0102");
        publishPartBy(aggregator, round, 2, new bytes(90));
        VM.assertEq(coordinator.publishedBytes(roundIdOf(round)), 92, "published so far");
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Publishing, "still waiting");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelLengthWrong.selector, 96, 95));
        publishBy(aggregator, round, 1, 3);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelLengthWrong.selector, 96, 188));
        publishBy(aggregator, round, 1, 96);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ModelPublished(jobId, round, aggregator, 1, new bytes(4));
        publishBy(aggregator, round, 1, 4);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Finalised, "final");
    }

    function test_parts_may_be_all_of_a_model() public {
        uint256 round = playToPublishing();
        publishPartBy(aggregator, round, 0, new bytes(96));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelLengthWrong.selector, 96, 97));
        publishPartBy(aggregator, round, 96, new bytes(1));
        publishBy(aggregator, round, 1, 0);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Finalised, "final");
    }

    function test_parts_come_in_order_and_none_is_empty_or_twice() public {
        uint256 round = playToPublishing();
        VM.expectRevert(IModelCoordinator.ModelPartEmpty.selector);
        publishPartBy(aggregator, round, 0, "");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelPartOutOfOrder.selector, 0, 1));
        publishPartBy(aggregator, round, 1, new bytes(4));
        publishPartBy(aggregator, round, 0, new bytes(4));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelPartOutOfOrder.selector, 4, 0));
        publishPartBy(aggregator, round, 0, new bytes(4));
    }

    function test_parts_are_the_settlers_in_its_phase_and_its_time() public {
        uint256 round = playToAggregating(jobId, 3);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Aggregating));
        publishPartBy(aggregator, round, 0, new bytes(4));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, backup));
        publishPartBy(backup, round, 0, new bytes(4));
        publishPartBy(aggregator, round, 0, new bytes(4));
        uint256 deadline = coordinator.getRound(jobId, round).deadline;
        VM.warp(deadline + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.DeadlinePassed.selector, deadline));
        publishPartBy(aggregator, round, 4, new bytes(4));
        coordinator.failRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Failed, "parts alone are no publication");
    }

    function test_after_the_deadline_a_model_comes_too_late() public {
        uint256 round = playToPublishing();
        skip(1 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        skip(1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        publishBy(aggregator, round, 1, 96);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Publishing));
        coordinator.advanceRound(jobId);
    }

    function test_a_model_that_never_comes_costs_its_settler_and_the_providers_are_made_whole() public {
        uint256 round = playToPublishing();
        skip(1 hours + 1);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.RoundFailed(jobId, round, IModelCoordinator.Phase.Publishing, 501);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "half, rounded up");
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE, "the backup is not at fault");
        VM.assertEq(vault.uncollectedProceeds(), 0, "nothing for the treasury");
        VM.assertTrue(coordinator.isProved(roundIdOf(round)), "it was proved all the same");
        VM.assertTrue(coordinator.modelCommitment(jobId, round).x == 0, "but has no model");
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(state.phase == IModelCoordinator.Phase.Failed && state.deadline == 0, "failed, and waits for nothing");
        VM.assertTrue(state.modelCommitment.x == 0 && state.settledBy == address(0), "nor settled");
        distributor.distributeRewards(roundIdOf(round));
        uint256 paid = 0;
        for (uint256 i = 0; i < 3; ++i) {
            VM.prank(providerAt(i));
            paid += distributor.claim(roundIdOf(round));
        }
        VM.assertEq(paid, 501, "all of it to the providers");
        VM.assertEq(coordinator.finalisedRounds(jobId), 0, "the bounty waits for another round");
    }

    function test_when_the_backup_settled_and_does_not_publish_it_is_the_backup_that_pays() public {
        uint256 round = playToAggregating(jobId, 3);
        skip(2 hours + 1);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, someProof());
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE - 501, "the backup");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "the aggregator was late before, and pays once");
        VM.assertEq(vault.uncollectedProceeds(), 501, "the aggregator's half to the treasury");
        VM.assertEq(coordinator.outcomeOf(roundIdOf(round)).compensation, 501, "the backup's to the providers");
    }

    function test_finalised_rounds_are_numbered_without_the_failed_ones() public {
        uint256 first = playToPublishing();
        publishBy(aggregator, first, 1, 96);
        playToPublishing();
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        bond(aggregator, AGGREGATOR_STAKE);
        VM.prank(aggregator);
        exchange.registerAsAggregator(jobId);
        uint256 third = playToPublishing();
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.RoundFinalised(jobId, third, 1);
        publishBy(aggregator, third, 1, 96);
        VM.assertEq(coordinator.outcomeOf(roundIdOf(first)).ordinal, 0, "the first");
        VM.assertEq(coordinator.getRound(jobId, third).ordinal, 1, "the second to be finalised");
        VM.assertEq(coordinator.finalisedRounds(jobId), 2, "two");
        VM.assertEq(coordinator.currentRound(jobId), 3, "of three");
    }

    // ---- the last model's file

    function finalWeights(uint256 round) internal view returns (bytes memory) {
        return abi.encode(jobId, round, keccak256("file"), "ipfs://model");
    }

    function nameFile(address sender, uint256 round) internal {
        bytes memory file = finalWeights(round);
        VM.prank(sender);
        coordinator.commitFinalWeights(file);
    }

    function test_a_file_is_named_for_a_finalised_round_by_who_settled_it() public {
        uint256 round = playToPublishing();
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Publishing));
        nameFile(aggregator, round);
        publishBy(aggregator, round, 1, 96);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        address[3] memory others = [backup, publisher, address(this)];
        for (uint256 i = 0; i < 3; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, others[i]));
            nameFile(others[i], round);
        }
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.FinalWeightsCommitted(jobId, round, keccak256("file"), "ipfs://model");
        nameFile(aggregator, round);
    }

    function test_the_backup_names_the_file_of_what_it_settled() public {
        uint256 round = playToAggregating(jobId, 3);
        skip(2 hours + 1);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, someProof());
        publishBy(backup, round, 1, 96);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        nameFile(aggregator, round);
        nameFile(backup, round);
    }

    function test_a_file_is_named_once_all_rounds_are_there_without_closing() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.roundCount = 1;
        jobId = createJob(spec);
        joinMany(jobId, 3);
        uint256 round = playToPublishing();
        publishBy(aggregator, round, 1, 96);
        nameFile(aggregator, round);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.FinalWeightsAlreadyCommitted.selector, jobId));
        nameFile(aggregator, round);
    }

    function test_no_file_while_rounds_are_left_and_the_job_is_open() public {
        uint256 round = playToPublishing();
        publishBy(aggregator, round, 1, 96);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.JobNotFinished.selector, jobId));
        nameFile(aggregator, round);
    }

    function test_only_the_last_finalised_round_has_its_file_named() public {
        uint256 first = playToPublishing();
        publishBy(aggregator, first, 1, 96);
        uint256 last = playToPublishing();
        publishBy(aggregator, last, 1, 96);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.NotLastFinalisedRound.selector, jobId, first));
        nameFile(aggregator, first);
        nameFile(aggregator, last);
    }

    function test_a_later_failed_round_does_not_take_the_last_models_place() public {
        uint256 first = playToPublishing();
        publishBy(aggregator, first, 1, 96);
        uint256 second = playToPublishing();
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Failed));
        nameFile(aggregator, second);
        nameFile(aggregator, first);
    }
}
