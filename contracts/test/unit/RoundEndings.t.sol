// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { RoundTest } from "../support/RoundTest.sol";

/// @notice How a round ends: out of every stuck state, by one settlement, with one model.
contract RoundEndingsTest is RoundTest {
    // ---- deadlines: every stuck state can be moved on by anyone

    function test_a_silent_provider_holds_nobody_up() public {
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        commit(jobId, round, 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.advanceRound(jobId);
        skip(1 hours + 1);
        VM.expectRevert(IModelCoordinator.RoundMayGoOn.selector);
        coordinator.failRound(jobId);
        coordinator.advanceRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Delivering, "delivering");
        skip(1 hours + 1);
        VM.expectRevert(IModelCoordinator.RoundMayGoOn.selector);
        coordinator.failRound(jobId);
        coordinator.advanceRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Revealing, "revealing");
        reveal(jobId, round, 0);
        reveal(jobId, round, 1);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Aggregating, "aggregating once all who committed have revealed");
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        coordinator.advanceRound(jobId);
    }

    function test_too_few_commits_fail_the_round_and_cost_nobody() public {
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        skip(1 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.TooFewToGoOn.selector);
        coordinator.advanceRound(jobId);
        coordinator.failRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Failed, "failed");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "nobody is at fault");
    }

    function test_too_few_reveals_fail_the_round() public {
        uint256 round = start(jobId);
        commitAll(round);
        reveal(jobId, round, 0);
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        skip(1 hours + 1);
        bytes memory late = updateBy(AGGREGATOR_KEY, jobId, round, 1);
        expectRevealRevert(round, providerAt(1), late, IModelCoordinator.DeadlinePassed.selector);
        VM.expectPartialRevert(IModelCoordinator.TooFewToGoOn.selector);
        coordinator.advanceRound(jobId);
        coordinator.failRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Failed, "failed");
    }

    function test_as_many_reveals_as_the_job_asks_for_are_enough() public {
        uint256 round = start(jobId);
        commitAll(round);
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        reveal(jobId, round, 0);
        reveal(jobId, round, 1);
        skip(1 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.advanceRound(jobId);
        skip(1);
        VM.expectRevert(IModelCoordinator.RoundMayGoOn.selector);
        coordinator.failRound(jobId);
        coordinator.advanceRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Aggregating, "aggregating");
    }

    function test_a_round_that_never_was_neither_fails_nor_advances_nor_is_shown() public {
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Idle));
        coordinator.failRound(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Idle));
        coordinator.advanceRound(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.RoundUnknown.selector, jobId, 1));
        coordinator.getRound(jobId, 1);
    }

    function test_without_a_backup_the_round_fails_after_the_aggregators_turn() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.backupAggregator = address(0);
        jobId = createJob(spec);
        joinMany(jobId, 3);
        uint256 round = playToAggregating(jobId, 3);
        skip(2 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        coordinator.failRound(jobId);
        VM.assertEq(coordinator.outcomeOf((jobId << 32) | round).compensation, 501, "the aggregator alone pays");
    }

    function test_where_the_backup_gave_every_receipt_it_alone_pays_when_nobody_settles() public {
        uint256 round = start(jobId);
        commitAll(round);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory update = updateBy(BACKUP_KEY, jobId, round, i);
            VM.prank(providerAt(i));
            coordinator.submitUpdate(key, update);
        }
        skip(4 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        skip(1);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "the aggregator may lack every opening");
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE - 501, "the backup has them");
        VM.assertEq(coordinator.outcomeOf(uint256(key)).compensation, 501, "for the providers");
    }

    // ---- settling

    function test_only_the_aggregator_settles_before_its_deadline() public {
        playToAggregating(jobId, 3);
        address[3] memory others = [backup, publisher, providerAt(0)];
        for (uint256 i = 0; i < 3; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, others[i]));
            VM.prank(others[i]);
            coordinator.verifyAggregate(jobId, someProof());
        }
        settle(jobId);
    }

    function test_a_rejected_proof_settles_nothing() public {
        uint256 round = playToAggregating(jobId, 3);
        verifier.reject(true);
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Aggregating, "still aggregating");
    }

    function test_a_round_settles_once() public {
        playToAggregating(jobId, 3);
        settle(jobId);
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
    }

    function test_a_verifier_whose_code_changed_is_not_asked() public {
        playToAggregating(jobId, 3);
        VM.etch(address(verifier), hex"600160005260206000f3");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.VerifierCodeChanged.selector, address(verifier)));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
    }

    function test_the_backup_takes_over_and_the_late_aggregator_pays() public {
        uint256 round = playToAggregating(jobId, 3);
        skip(2 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, someProof());
        VM.assertEq(coordinator.getRound(jobId, round).settledBy, backup, "settled by the backup");
        // 1001 * 5000 / 10000 = 500.5, rounded against the offender.
        VM.assertEq(vault.lockedFor(aggregator, jobId), 500, "half of its bond, rounded up, is gone");
        VM.assertEq(vault.uncollectedProceeds(), 501, "to the treasury");
        publish(jobId, backup);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Finalised, "and published by it");
    }

    function test_the_aggregator_is_not_at_fault_when_the_backup_gave_a_receipt() public {
        uint256 round = start(jobId);
        commitAll(round);
        bytes memory update = updateBy(BACKUP_KEY, jobId, round, 0);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
        reveal(jobId, round, 1);
        reveal(jobId, round, 2);
        skip(2 hours + 1);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, someProof());
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "unslashed");
    }

    function test_when_nobody_settles_the_round_fails_and_its_providers_are_compensated() public {
        uint256 round = playToAggregating(jobId, 3);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        skip(2 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        skip(2 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, someProof());
        coordinator.failRound(jobId);
        distributor.distributeRewards(roundId);
        uint256 paid = 0;
        for (uint256 i = 0; i < 3; ++i) {
            VM.prank(providerAt(i));
            paid += distributor.claim(roundId);
        }
        VM.assertEq(paid, 501, "what the aggregator lost, to the last unit");
        VM.assertEq(coordinator.finalisedRounds(jobId), 0, "the bounty is untouched");
    }

    function test_a_settled_round_never_fails() public {
        uint256 round = playToAggregating(jobId, 3);
        settle(jobId);
        skip(365 days);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Finalised));
        coordinator.failRound(jobId);
        VM.assertTrue(phase(round) == IModelCoordinator.Phase.Finalised, "finalised");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "unslashed");
    }

    function test_a_failed_round_fails_once() public {
        playToAggregating(jobId, 3);
        skip(4 hours + 1);
        coordinator.failRound(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Failed));
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE / 2, "slashed once");
    }

    function test_a_slashed_aggregator_tops_up_before_the_next_round() public {
        playToAggregating(jobId, 3);
        skip(4 hours + 1);
        coordinator.failRound(jobId);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.AggregatorNotBonded.selector, jobId));
        VM.prank(publisher);
        coordinator.startRound(jobId);
        bond(aggregator, 501);
        VM.prank(aggregator);
        exchange.registerAsAggregator(jobId);
        bond(backup, 501);
        VM.prank(backup);
        exchange.registerAsAggregator(jobId);
        start(jobId);
    }

    // ---- roles

    function test_only_the_exchange_opens_jobs() public {
        IModelCoordinator.JobTerms memory terms;
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotExchange.selector, address(this)));
        coordinator.openJob(9, terms);
    }

    function test_only_the_coordinator_slashes() public {
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotSlasher.selector, address(this)));
        vault.slashNode(aggregator, jobId, 1, IStakeVault.SlashProceeds.Treasury);
    }
}
