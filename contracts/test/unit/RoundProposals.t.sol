// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Curve } from "../support/Curve.sol";
import { OptimisticTest } from "../support/OptimisticTest.sol";

/// @notice A round that is settled by a proposal: whose it is, how long its window is, and what follows when nobody or somebody challenges.
contract RoundProposalsTest is OptimisticTest {
    uint256 internal round;
    uint256 internal roundId;

    function setUp() public override {
        super.setUp();
        round = playToAggregating(jobId, 3);
        roundId = uint256(coordinator.roundKeyOf(jobId, round));
    }

    function expectPhaseWrong(IModelCoordinator.Phase actual) internal {
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, actual));
    }

    function proveBy(address sender) internal {
        VM.prank(sender);
        coordinator.verifyAggregate(jobId, someProof());
    }

    // ---- making one

    function test_a_proposal_waits_for_its_window_and_counts_as_nothing_before() public {
        uint256 until = VM.getBlockTimestamp() + WINDOW;
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.AggregateProposed(jobId, round, aggregator, proposedPoint(), keccak256("file"), "ipfs://file", until);
        propose(aggregator);
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(state.phase == IModelCoordinator.Phase.Proposed, "proposed");
        VM.assertEq(state.deadline, until, "for a window");
        VM.assertTrue(state.proposed, "without a proof");
        VM.assertEq(state.settledBy, aggregator, "by the aggregator");
        VM.assertTrue(Curve.same(state.modelCommitment, proposedPoint()), "C_Y");
        (address proposer, G1 memory proposed, bytes32 contentHash) = coordinator.proposalOf(roundId);
        VM.assertEq(proposer, aggregator, "its proposer");
        VM.assertTrue(Curve.same(proposed, proposedPoint()), "its C_Y");
        VM.assertEq(contentHash, keccak256("file"), "its file");
        VM.assertFalse(coordinator.isProved(roundId), "nothing is proved");
        VM.assertTrue(Curve.same(coordinator.modelCommitment(jobId, round), G1(0, 0)), "and nothing final");
    }

    function test_there_is_no_proposal_where_none_was_made() public view {
        (address proposer, G1 memory proposed, bytes32 contentHash) = coordinator.proposalOf(roundId);
        VM.assertEq(proposer, address(0), "nobody's");
        VM.assertTrue(Curve.same(proposed, G1(0, 0)), "nothing");
        VM.assertEq(contentHash, bytes32(0), "no file");
        VM.assertFalse(coordinator.isProved(roundId), "nor is the sum a proof");
        VM.assertFalse(coordinator.isProved(roundId + 1), "nor is a round that never was");
    }

    function test_a_job_that_settles_by_proofs_takes_no_proposal() public {
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
        playToAggregating(jobId, 3);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.JobNotOptimistic.selector, jobId));
        propose(aggregator);
    }

    function test_an_optimistic_job_takes_a_proof_too() public {
        proveBy(aggregator);
        VM.assertTrue(coordinator.isProved(roundId), "proved");
        VM.assertFalse(coordinator.getRound(jobId, round).proposed, "and not proposed");
        publish(jobId, aggregator);
    }

    function test_before_its_deadline_only_the_aggregator_proposes() public {
        address[3] memory others = [backup, publisher, providerAt(0)];
        for (uint256 i = 0; i < 3; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, others[i]));
            propose(others[i]);
        }
        skip(2 hours);
        propose(aggregator);
    }

    function test_then_only_the_backup_does_and_the_late_aggregator_pays() public {
        skip(2 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        propose(aggregator);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.AggregatorLate(jobId, round, aggregator);
        propose(backup);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "half, rounded up");
        VM.assertEq(vault.uncollectedProceeds(), 501, "to the treasury");
        VM.assertEq(coordinator.getRound(jobId, round).settledBy, backup, "the backup's proposal");
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "once");
    }

    function test_the_aggregator_is_not_late_where_the_backup_gave_a_receipt() public {
        propose(aggregator);
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        uint256 next = start(jobId);
        for (uint256 i = 0; i < 3; ++i) {
            commit(jobId, next, i);
        }
        bytes memory update = updateBy(BACKUP_KEY, jobId, next, 0);
        bytes32 key = coordinator.roundKeyOf(jobId, next);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
        reveal(jobId, next, 1);
        reveal(jobId, next, 2);
        skip(2 hours + 1);
        propose(backup);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "unslashed");
    }

    function test_after_both_deadlines_nobody_proposes() public {
        skip(4 hours);
        VM.prank(backup);
        coordinator.proposeAggregate(jobId, proposedPoint(), 0, "");
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        bond(aggregator, AGGREGATOR_STAKE);
        VM.prank(aggregator);
        exchange.registerAsAggregator(jobId);
        playToAggregating(jobId, 3);
        skip(4 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        propose(backup);
    }

    function test_a_proposal_is_a_point_of_the_curve() public {
        G1[4] memory bad = [G1(0, 0), G1(1, 3), G1(1 + Bn254.P, 2), G1(1, 2 + Bn254.P)];
        for (uint256 i = 0; i < 4; ++i) {
            VM.expectRevert(i == 0 ? IModelCoordinator.PointAtInfinity.selector : IModelCoordinator.PointNotOnCurve.selector);
            VM.prank(aggregator);
            coordinator.proposeAggregate(jobId, bad[i], 0, "");
        }
    }

    function test_a_proposal_is_made_once_and_in_its_phase() public {
        propose(aggregator);
        expectPhaseWrong(IModelCoordinator.Phase.Proposed);
        propose(aggregator);
        expectPhaseWrong(IModelCoordinator.Phase.Proposed);
        proveBy(aggregator);
        challenge(roundId);
        VM.expectRevert(IModelCoordinator.ProposalFixed.selector);
        propose(aggregator);
        prove();
        expectPhaseWrong(IModelCoordinator.Phase.Publishing);
        propose(aggregator);
        publish(jobId, aggregator);
        uint256 next = start(jobId);
        commit(jobId, next, 0);
        expectPhaseWrong(IModelCoordinator.Phase.Committing);
        propose(aggregator);
    }

    // ---- its window

    function test_it_is_final_when_its_window_is_over_and_not_before() public {
        propose(aggregator);
        skip(WINDOW);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.advanceRound(jobId);
        skip(1);
        VM.expectRevert(IModelCoordinator.RoundMayGoOn.selector);
        coordinator.failRound(jobId);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.RoundFinalised(jobId, round, 0);
        VM.prank(address(0xA11));
        coordinator.advanceRound(jobId);
        VM.assertTrue(Curve.same(coordinator.modelCommitment(jobId, round), proposedPoint()), "C_Y as proposed");
        VM.assertFalse(coordinator.isProved(roundId), "final, and never proved");
        VM.assertEq(coordinator.finalisedRounds(jobId), 1, "one of the job's rounds");
        expectPhaseWrong(IModelCoordinator.Phase.Finalised);
        coordinator.advanceRound(jobId);
        expectPhaseWrong(IModelCoordinator.Phase.Finalised);
        coordinator.failRound(jobId);
    }

    function test_a_final_proposal_pays_the_whole_round_and_its_file_can_be_named() public {
        propose(aggregator);
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        distributor.distributeRewards(roundId);
        uint256 paid = 0;
        for (uint256 i = 0; i < 3; ++i) {
            VM.prank(providerAt(i));
            paid += distributor.claim(roundId);
        }
        VM.assertEq(paid, uint256(BOUNTY) / 3, "the first of three rounds");
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.prank(aggregator);
        coordinator.commitFinalWeights(abi.encode(jobId, round, keccak256("weights"), "ipfs://weights"));
    }

    function test_it_is_challenged_within_its_window_and_not_after() public {
        propose(aggregator);
        skip(WINDOW);
        challenge(roundId);
        VM.assertTrue(coordinator.phaseOf(jobId, round) == IModelCoordinator.Phase.Aggregating, "to be proved");
        prove();
        publish(jobId, aggregator);
        roundId = playToProposed();
        skip(WINDOW + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        challenge(roundId);
        coordinator.advanceRound(jobId);
        expectPhaseWrong(IModelCoordinator.Phase.Finalised);
        challenge(roundId);
    }

    function test_only_the_settlement_demands_a_proof_and_only_of_a_proposal() public {
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotSettlement.selector, challenger));
        VM.prank(challenger);
        coordinator.demandProof(roundId);
        expectPhaseWrong(IModelCoordinator.Phase.Aggregating);
        VM.prank(address(settlement));
        coordinator.demandProof(roundId);
        expectPhaseWrong(IModelCoordinator.Phase.Idle);
        VM.prank(address(settlement));
        coordinator.demandProof(roundId + 1);
    }

    // ---- the proof that is demanded

    function test_the_demand_gives_a_turn_to_the_proposer_and_is_told() public {
        propose(aggregator);
        skip(WINDOW);
        uint256 until = VM.getBlockTimestamp() + 2 hours;
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ProofDemanded(jobId, round, until);
        challenge(roundId);
        VM.assertEq(coordinator.getRound(jobId, round).deadline, until, "a whole turn");
        expectPhaseWrong(IModelCoordinator.Phase.Aggregating);
        coordinator.advanceRound(jobId);
        skip(2 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        prove();
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(state.phase == IModelCoordinator.Phase.Publishing, "to be published");
        VM.assertTrue(coordinator.isProved(roundId), "proved");
        VM.assertTrue(Curve.same(state.modelCommitment, proposedPoint()), "as proposed");
        VM.assertEq(state.settledBy, aggregator, "by the same");
    }

    function test_after_its_turn_the_proposer_proves_nothing() public {
        propose(aggregator);
        challenge(roundId);
        skip(2 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        prove();
        expectPhaseWrong(IModelCoordinator.Phase.Aggregating);
        challengeAgain();
        coordinator.failRound(jobId);
        expectPhaseWrong(IModelCoordinator.Phase.Failed);
        prove();
        VM.assertFalse(coordinator.isProved(roundId), "never proved");
    }

    /// @dev As if the settlement forgot that a proposal is challenged once.
    function challengeAgain() internal {
        VM.prank(address(settlement));
        coordinator.demandProof(roundId);
    }

    function test_only_what_was_proposed_can_be_proved() public {
        propose(aggregator);
        challenge(roundId);
        G1[2] memory others = [Curve.mul(Curve.generator(), 5), Curve.negate(proposedPoint())];
        for (uint256 i = 0; i < 2; ++i) {
            AggregateProof memory other = someProof();
            other.modelCommitment = others[i];
            VM.expectRevert(IModelCoordinator.ProposalFixed.selector);
            VM.prank(aggregator);
            coordinator.verifyAggregate(jobId, other);
        }
        prove();
    }

    function test_nor_over_several_calls_can_anything_else_be_proved() public {
        propose(aggregator);
        challenge(roundId);
        ChunkProof[] memory chunks = new ChunkProof[](2);
        (chunks[0], chunks[1]) = (someProof().chunks[0], someProof().chunks[0]);
        VM.prank(aggregator);
        coordinator.verifyAggregateChunks(jobId, 0, chunks);
        G1 memory other = Curve.mul(Curve.generator(), 5);
        VM.expectRevert(IModelCoordinator.ProposalFixed.selector);
        complete(other);
        complete(proposedPoint());
        VM.assertTrue(coordinator.isProved(roundId), "proved");
    }

    function complete(G1 memory model) internal {
        G1[] memory commitments = new G1[](2);
        (commitments[0], commitments[1]) = (G1(1, 2), G1(1, 2));
        VM.prank(aggregator);
        coordinator.completeAggregate(jobId, model, G1(1, 2), commitments);
    }

    function test_a_proof_that_does_not_hold_proves_nothing() public {
        propose(aggregator);
        challenge(roundId);
        verifier.reject(true);
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        prove();
        VM.assertTrue(coordinator.phaseOf(jobId, round) == IModelCoordinator.Phase.Aggregating, "still to be proved");
    }

    function test_nobody_answers_for_the_aggregator() public {
        propose(aggregator);
        challenge(roundId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, backup));
        proveBy(backup);
        skip(2 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, backup));
        proveBy(backup);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE, "the backup had no turn, and does not pay");
        VM.assertEq(vault.lockedFor(aggregator, jobId), 0, "the proposer does");
    }

    function test_nobody_answers_for_the_backup() public {
        skip(2 hours + 1);
        propose(backup);
        challenge(roundId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        proveBy(aggregator);
        proveBy(backup);
        VM.assertEq(coordinator.getRound(jobId, round).settledBy, backup, "the backup's");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "the aggregator was late once, and pays once");
        publish(jobId, backup);
    }

    function test_a_backup_that_cannot_prove_its_proposal_pays_for_it() public {
        skip(2 hours + 1);
        propose(backup);
        challenge(roundId);
        skip(2 hours + 1);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(backup, jobId), 0, "all of it");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "the aggregator for being late, before");
    }

    function test_the_demanded_proof_does_not_excuse_from_publishing() public {
        propose(aggregator);
        challenge(roundId);
        prove();
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "as any settler");
        VM.assertEq(coordinator.outcomeOf(roundId).compensation, 501, "to the providers alone");
        VM.assertTrue(coordinator.isProved(roundId), "it was proved");
    }
}
