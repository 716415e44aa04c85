// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Curve } from "../support/Curve.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice What a round does not let happen, and how it gets out of every stuck state.
contract RoundRefusalsTest is ExchangeTest {
    AcceptsEverything internal verifier;
    uint256 internal jobId;

    function setUp() public {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
    }

    function phase(uint256 round) internal view returns (IModelCoordinator.Phase) {
        return coordinator.phaseOf(jobId, round);
    }

    function commitAll(uint256 round) internal {
        for (uint256 i = 0; i < 3; ++i) {
            commit(jobId, round, i);
        }
    }

    function expectRevealRevert(uint256 round, address sender, bytes memory update, bytes4 selector) internal {
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.expectPartialRevert(selector);
        VM.prank(sender);
        coordinator.submitUpdate(key, update);
    }

    // ---- starting

    function test_a_stranger_cannot_start_a_round() public {
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerMayNotStart.selector, jobId, address(this)));
        coordinator.startRound(jobId);
    }

    function test_aggregator_and_backup_may_start_a_round() public {
        VM.prank(aggregator);
        uint256 round = coordinator.startRound(jobId);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        VM.prank(backup);
        VM.assertEq(coordinator.startRound(jobId), round + 1, "next round");
    }

    function test_no_second_round_while_one_runs() public {
        uint256 round = start(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.RoundRunning.selector, jobId, round));
        VM.prank(publisher);
        coordinator.startRound(jobId);
    }

    function test_no_round_without_enough_contributors() public {
        uint256 lonely = createJob(specFor(verifier));
        join(lonely, providerAt(77));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.TooFewContributors.selector, 1, 2));
        VM.prank(publisher);
        coordinator.startRound(lonely);
    }

    function test_no_round_before_the_aggregator_is_bonded() public {
        fund(publisher, BOUNTY);
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        VM.prank(publisher);
        uint256 unbonded = exchange.createTrainingJob(spec);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.AggregatorNotBonded.selector, unbonded));
        VM.prank(publisher);
        coordinator.startRound(unbonded);
    }

    function test_no_round_after_expiry() public {
        skip(30 days + 1);
        VM.expectRevert(abi.encodeWithSelector(IDataExchange.JobExpired.selector, jobId));
        VM.prank(publisher);
        coordinator.startRound(jobId);
    }

    // ---- committing

    function test_only_registered_providers_commit() public {
        uint256 round = start(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.NotEligible.selector, jobId, round, address(this)));
        coordinator.commitUpdate(jobId, bytes32(uint256(1)));
    }

    function test_who_joins_during_a_round_commits_from_the_next_one() public {
        uint256 round = start(jobId);
        join(jobId, providerAt(3));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.NotEligible.selector, jobId, round, providerAt(3)));
        VM.prank(providerAt(3));
        coordinator.commitUpdate(jobId, bytes32(uint256(1)));
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        commit(jobId, start(jobId), 3);
    }

    function test_a_provider_commits_once_and_not_to_nothing() public {
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.AlreadyCommitted.selector, providerAt(0)));
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, bytes32(uint256(2)));
        VM.expectRevert(IModelCoordinator.CommitHashZero.selector);
        VM.prank(providerAt(1));
        coordinator.commitUpdate(jobId, 0);
    }

    function test_no_commit_after_the_deadline_or_in_another_phase() public {
        uint256 round = start(jobId);
        skip(1 hours);
        commit(jobId, round, 0);
        skip(1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        VM.prank(providerAt(1));
        coordinator.commitUpdate(jobId, bytes32(uint256(1)));
    }

    function test_no_commit_once_commits_are_closed() public {
        uint256 round = start(jobId);
        commitAll(round);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Delivering));
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, bytes32(uint256(1)));
    }

    // ---- revealing

    function test_no_reveal_before_commits_are_closed() public {
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        expectRevealRevert(round, providerAt(0), update, IModelCoordinator.PhaseWrong.selector);
    }

    function test_a_commit_cannot_be_revealed_by_somebody_else() public {
        // The copycat commits to the very hash it saw, and later copies the reveal: the hash binds the provider's address.
        uint256 round = start(jobId);
        bytes32 hash = commitHashFor(jobId, round, providerAt(0), commitmentAt(0), weightAt(0), saltAt(0));
        commit(jobId, round, 0);
        VM.prank(providerAt(1));
        coordinator.commitUpdate(jobId, hash);
        commit(jobId, round, 2);
        bytes memory copied = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        expectRevealRevert(round, providerAt(1), copied, IModelCoordinator.CommitmentMismatch.selector);
    }

    function test_commitment_weight_and_salt_cannot_change_after_the_commit() public {
        uint256 round = start(jobId);
        commitAll(round);
        G1 memory c = commitmentAt(0);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, weightAt(0) + 1);
        bytes memory heavier = abi.encode(jobId, round, c, weightAt(0) + 1, saltAt(0), receipt);
        expectRevealRevert(round, providerAt(0), heavier, IModelCoordinator.CommitmentMismatch.selector);
        G1 memory other = commitmentAt(9);
        receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), other, weightAt(0));
        bytes memory replaced = abi.encode(jobId, round, other, weightAt(0), saltAt(0), receipt);
        expectRevealRevert(round, providerAt(0), replaced, IModelCoordinator.CommitmentMismatch.selector);
        receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, weightAt(0));
        bytes memory resalted = abi.encode(jobId, round, c, weightAt(0), saltAt(1), receipt);
        expectRevealRevert(round, providerAt(0), resalted, IModelCoordinator.CommitmentMismatch.selector);
    }

    function test_a_reveal_counts_once() public {
        uint256 round = start(jobId);
        commitAll(round);
        reveal(jobId, round, 0);
        bytes memory again = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        expectRevealRevert(round, providerAt(0), again, IModelCoordinator.AlreadyRevealed.selector);
    }

    function test_no_reveal_without_a_receipt_of_aggregator_or_backup() public {
        uint256 round = start(jobId);
        commitAll(round);
        bytes memory forged = updateBy(0xE71, jobId, round, 0);
        expectRevealRevert(round, providerAt(0), forged, IModelCoordinator.ReceiptInvalid.selector);
        bytes memory unsigned = abi.encode(jobId, round, commitmentAt(0), weightAt(0), saltAt(0), bytes(""));
        expectRevealRevert(round, providerAt(0), unsigned, IModelCoordinator.ReceiptInvalid.selector);
    }

    function test_a_receipt_for_another_round_or_provider_or_chain_is_none() public {
        uint256 round = start(jobId);
        commitAll(round);
        G1 memory c = commitmentAt(0);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round + 1, providerAt(0), c, weightAt(0));
        bytes memory update = abi.encode(jobId, round, c, weightAt(0), saltAt(0), receipt);
        expectRevealRevert(round, providerAt(0), update, IModelCoordinator.ReceiptInvalid.selector);
        receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(1), c, weightAt(0));
        update = abi.encode(jobId, round, c, weightAt(0), saltAt(0), receipt);
        expectRevealRevert(round, providerAt(0), update, IModelCoordinator.ReceiptInvalid.selector);
    }

    function test_the_backups_receipt_is_as_good() public {
        uint256 round = start(jobId);
        commitAll(round);
        bytes memory update = updateBy(BACKUP_KEY, jobId, round, 0);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 1, "revealed");
    }

    function test_a_reveal_names_its_round_key() public {
        uint256 round = start(jobId);
        commitAll(round);
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        VM.expectRevert(IModelCoordinator.RoundKeyMismatch.selector);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(bytes32(uint256(7)), update);
    }

    function commitAndTry(G1 memory c, uint256 weight, bytes4 selector) internal {
        uint256 round = start(jobId);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(0), c, weight, 0));
        commit(jobId, round, 1);
        commit(jobId, round, 2);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, weight);
        expectRevealRevert(round, providerAt(0), abi.encode(jobId, round, c, weight, bytes32(0), receipt), selector);
    }

    function test_a_weight_of_zero_is_refused() public {
        commitAndTry(commitmentAt(0), 0, IModelCoordinator.WeightOutOfRange.selector);
    }

    function test_a_weight_above_the_jobs_largest_is_refused() public {
        commitAndTry(commitmentAt(0), 4096, IModelCoordinator.WeightOutOfRange.selector);
    }

    function test_infinity_is_no_commitment() public {
        commitAndTry(G1(0, 0), 5, IModelCoordinator.PointAtInfinity.selector);
    }

    function test_a_point_off_the_curve_is_no_commitment() public {
        commitAndTry(G1(1, 3), 5, IModelCoordinator.PointNotOnCurve.selector);
    }

    function test_a_coordinate_that_is_not_reduced_is_no_commitment() public {
        commitAndTry(G1(1 + Bn254.P, 2), 5, IModelCoordinator.PointNotOnCurve.selector);
    }

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
        VM.prank(backup);
        coordinator.publishModel(jobId, round, 1, new bytes(96));
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
        VM.assertEq(paid, 1002, "501 of the aggregator and 501 of the backup, to the last unit");
        VM.assertEq(coordinator.finalisedRounds(jobId), 0, "the bounty is untouched");
    }

    function test_a_settled_round_never_fails() public {
        uint256 round = playToAggregating(jobId, 3);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, someProof());
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

    // ---- publishing

    function test_the_model_is_published_once_by_its_settler_at_its_length() public {
        uint256 round = playToAggregating(jobId, 3);
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, 1, new bytes(96));
        settle(jobId);
        VM.expectPartialRevert(IModelCoordinator.CallerNotAggregator.selector);
        coordinator.publishModel(jobId, round, 1, new bytes(96));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelLengthWrong.selector, 96, 95));
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, 1, new bytes(95));
        VM.expectRevert(IModelCoordinator.BlindingOutOfField.selector);
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, Bn254.R, new bytes(96));
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, 1, new bytes(96));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ModelAlreadyPublished.selector, jobId, round));
        VM.prank(aggregator);
        coordinator.publishModel(jobId, round, 1, new bytes(96));
    }

    function finalWeights(uint256 round) internal view returns (bytes memory) {
        return abi.encode(jobId, round, keccak256("file"), "ipfs://model");
    }

    function test_final_weights_are_named_once_when_the_job_is_done() public {
        uint256 first = playToAggregating(jobId, 3);
        settle(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.JobNotFinished.selector, jobId));
        VM.prank(aggregator);
        coordinator.commitFinalWeights(finalWeights(first));
        uint256 last = playToAggregating(jobId, 3);
        settle(jobId);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.NotLastFinalisedRound.selector, jobId, first));
        VM.prank(aggregator);
        coordinator.commitFinalWeights(finalWeights(first));
        VM.prank(aggregator);
        coordinator.commitFinalWeights(finalWeights(last));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.FinalWeightsAlreadyCommitted.selector, jobId));
        VM.prank(aggregator);
        coordinator.commitFinalWeights(finalWeights(last));
    }

    function test_only_the_exchange_opens_jobs() public {
        IModelCoordinator.JobTerms memory terms;
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotExchange.selector, address(this)));
        coordinator.openJob(9, terms);
    }

    function test_only_the_coordinator_slashes() public {
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.CallerNotCoordinator.selector, address(this)));
        vault.slashNode(aggregator, jobId, 1, IStakeVault.SlashProceeds.Treasury);
    }
}
