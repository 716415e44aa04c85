// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Curve } from "../support/Curve.sol";
import { ProvedRoundTest } from "../support/ProvedRoundTest.sol";

/// @notice A settlement over several calls, with the prover's own proof of two chunks: it settles as one call does, or not at all.
contract RoundInstalmentsTest is ProvedRoundTest {
    using Curve for G1;

    uint256 internal round;
    uint256 internal roundId;

    function setUp() public {
        deploy();
        prepare("two-chunks");
        round = playProved(jobId);
        roundId = uint256(coordinator.roundKeyOf(jobId, round));
    }

    function verifyChunks(address sender, uint256 first, ChunkProof[] memory chunks) internal {
        VM.prank(sender);
        coordinator.verifyAggregateChunks(jobId, first, chunks);
    }

    function verifyChunk(Statement memory s, address sender, uint256 c) internal {
        verifyChunks(sender, c, only(s.proof.chunks[c]));
    }

    function complete(Statement memory s, address sender) internal {
        VM.prank(sender);
        coordinator.completeAggregate(jobId, s.proof.modelCommitment, s.proof.link, bothOf(s));
    }

    /// @dev All that others can read of the round.
    function fingerprint() internal view returns (bytes32) {
        return keccak256(abi.encode(coordinator.getRound(jobId, round), coordinator.outcomeOf(roundId), coordinator.isProved(roundId)));
    }

    function assertVerified(address who, uint256 count) internal view {
        (address by, uint256 verified) = coordinator.chunksVerified(roundId);
        VM.assertEq(by, who, "whose");
        VM.assertEq(verified, count, "how many");
    }

    function assertSettledBy(address who, G1 memory model) internal view {
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(state.phase == IModelCoordinator.Phase.Publishing, "to be published");
        VM.assertEq(state.settledBy, who, "settled by");
        VM.assertTrue(Curve.same(state.modelCommitment, model), "C_Y");
        VM.assertTrue(Curve.same(state.sumCommitment, G1(0, 0)), "in the place of C_S");
        VM.assertTrue(coordinator.isProved(roundId), "proved");
        assertVerified(address(0), 0);
    }

    // ---- what it does

    function test_nothing_of_the_round_changes_before_the_last_call() public {
        bytes32 before = fingerprint();
        verifyChunk(statement, aggregator, 0);
        assertVerified(aggregator, 1);
        verifyChunk(statement, aggregator, 1);
        assertVerified(aggregator, 2);
        VM.assertEq(fingerprint(), before, "as it was");
        complete(statement, aggregator);
        assertSettledBy(aggregator, statement.proof.modelCommitment);
        publishProved(round);
        VM.assertTrue(
            Curve.same(coordinator.modelCommitment(jobId, round), statement.proof.modelCommitment), "the round's model is what was linked"
        );
        VM.assertEq(coordinator.finalisedRounds(jobId), 1, "finalised");
    }

    function test_both_chunks_may_come_in_one_call() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        assertVerified(aggregator, 2);
        complete(statement, aggregator);
        assertSettledBy(aggregator, statement.proof.modelCommitment);
    }

    function test_each_step_is_told() public {
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ChunksVerified(jobId, round, aggregator, 1);
        verifyChunk(statement, aggregator, 0);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.ChunksVerified(jobId, round, aggregator, 2);
        verifyChunk(statement, aggregator, 1);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.AggregateVerified(jobId, round, aggregator, statement.proof.modelCommitment, statement.weight, statement.sum);
        complete(statement, aggregator);
    }

    function test_starting_again_at_the_first_chunk_discards_what_was_verified() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        verifyChunk(statement, aggregator, 0);
        assertVerified(aggregator, 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksMissing.selector, 1, 2));
        complete(statement, aggregator);
        verifyChunk(statement, aggregator, 1);
        complete(statement, aggregator);
        assertSettledBy(aggregator, statement.proof.modelCommitment);
    }

    function test_one_call_settles_in_the_middle_of_several_and_ends_them() public {
        verifyChunk(statement, aggregator, 0);
        settleProved();
        VM.assertTrue(coordinator.isProved(roundId), "settled");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Publishing));
        verifyChunk(statement, aggregator, 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Publishing));
        complete(statement, aggregator);
    }

    function test_several_calls_settle_once() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        complete(statement, aggregator);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Publishing));
        complete(statement, aggregator);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Publishing));
        settleProved();
    }

    // ---- what it refuses

    function test_chunks_come_in_order() public {
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksOutOfOrder.selector, 0, 1));
        verifyChunk(statement, aggregator, 1);
        verifyChunk(statement, aggregator, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksOutOfOrder.selector, 1, 2));
        verifyChunks(aggregator, 2, only(statement.proof.chunks[1]));
        verifyChunk(statement, aggregator, 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksOutOfOrder.selector, 2, 1));
        verifyChunk(statement, aggregator, 1);
    }

    function test_a_missing_chunk_settles_nothing() public {
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksMissing.selector, 0, 2));
        complete(statement, aggregator);
        verifyChunk(statement, aggregator, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksMissing.selector, 1, 2));
        complete(statement, aggregator);
    }

    function test_a_chunk_too_many_settles_nothing() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        verifyChunks(aggregator, 2, only(statement.proof.chunks[0]));
        assertVerified(aggregator, 3);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksMissing.selector, 3, 2));
        complete(statement, aggregator);
    }

    function test_the_commitments_linked_are_those_that_were_verified() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        (G1 memory first, G1 memory second) = (statement.proof.chunks[0].commitment, statement.proof.chunks[1].commitment);
        G1[] memory fewer = new G1[](1);
        fewer[0] = first;
        G1[] memory more = new G1[](3);
        (more[0], more[1], more[2]) = (first, second, second);
        G1[][5] memory others =
            [pair(second, first), pair(first, first), pair(first.add(Curve.generator()), second.sub(Curve.generator())), fewer, more];
        for (uint256 i = 0; i < 5; ++i) {
            VM.expectRevert(IModelCoordinator.ChunksDiffer.selector);
            VM.prank(aggregator);
            coordinator.completeAggregate(jobId, statement.proof.modelCommitment, statement.proof.link, others[i]);
        }
        complete(statement, aggregator);
    }

    function test_a_chunk_that_was_verified_twice_is_not_both_chunks() public {
        verifyChunk(statement, aggregator, 0);
        verifyChunks(aggregator, 1, only(statement.proof.chunks[0]));
        VM.expectRevert(IModelCoordinator.ChunksDiffer.selector);
        complete(statement, aggregator);
        G1 memory first = statement.proof.chunks[0].commitment;
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.completeAggregate(jobId, statement.proof.modelCommitment, statement.proof.link, pair(first, first));
    }

    function test_a_wrong_model_or_link_settles_nothing_and_the_right_ones_still_do() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        G1 memory model = statement.proof.modelCommitment.add(Curve.generator());
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.completeAggregate(jobId, model, statement.proof.link, bothOf(statement));
        G1 memory link = statement.proof.link.add(Curve.generator());
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.completeAggregate(jobId, statement.proof.modelCommitment, link, bothOf(statement));
        assertVerified(aggregator, 2);
        complete(statement, aggregator);
    }

    function test_a_wrong_chunk_counts_for_nothing() public {
        ChunkProof memory wrong = statement.proof.chunks[0];
        wrong.c = wrong.c.add(Curve.generator());
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        verifyChunks(aggregator, 0, only(wrong));
        assertVerified(address(0), 0);
        VM.expectPartialRevert(ILinkedVerifier.ChunkCountWrong.selector);
        verifyChunks(aggregator, 0, new ChunkProof[](0));
    }

    function test_what_the_verifier_says_is_handed_on_and_only_yes_is_yes() public {
        AggregateProof memory short = statement.proof;
        short.chunks = only(statement.proof.chunks[0]);
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 1));
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, short);
        // A verifier that answered nothing, too little, or something else than yes.
        bytes[4] memory answers = [bytes(""), new bytes(31), abi.encode(0), abi.encode(2)];
        for (uint256 i = 0; i < 4; ++i) {
            VM.mockCall(address(verifier), abi.encodePacked(ILinkedVerifier.verify.selector), answers[i]);
            VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
            settleProved();
        }
        VM.mockCall(address(verifier), abi.encodePacked(ILinkedVerifier.verify.selector), abi.encode(1));
        settleProved();
    }

    function test_a_round_that_was_replayed_does_not_settle_by_its_old_proof() public {
        settleProved();
        publishProved(round);
        playProved(jobId);
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        verifyChunk(statement, aggregator, 0);
    }

    function test_another_jobs_proof_is_of_another_context() public {
        uint256 other = createJob(specFor(verifier));
        joinMany(other, 3);
        playProved(other);
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregateChunks(other, 0, statement.proof.chunks);
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregate(other, statement.proof);
    }

    function test_chunks_of_one_round_are_not_those_of_the_next() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        skip(4 hours + 1);
        coordinator.failRound(jobId);
        topUp();
        uint256 next = playProved(jobId);
        (, uint256 verified) = coordinator.chunksVerified(uint256(coordinator.roundKeyOf(jobId, next)));
        VM.assertEq(verified, 0, "none");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksMissing.selector, 0, 2));
        complete(statement, aggregator);
    }

    function topUp() internal {
        address[2] memory both = [aggregator, backup];
        for (uint256 i = 0; i < 2; ++i) {
            bond(both[i], AGGREGATOR_STAKE);
            VM.prank(both[i]);
            exchange.registerAsAggregator(jobId);
        }
    }

    // ---- whose turn it is

    function test_nobody_but_the_aggregator_pays_in_before_its_deadline() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        address[3] memory others = [backup, publisher, providerAt(0)];
        for (uint256 i = 0; i < 3; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, others[i]));
            verifyChunk(statement, others[i], 0);
            VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, others[i]));
            complete(statement, others[i]);
        }
        skip(2 hours);
        complete(statement, aggregator);
    }

    function test_what_the_aggregator_verified_is_nothing_in_the_backups_turn() public {
        verifyChunks(aggregator, 0, statement.proof.chunks);
        skip(2 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotAggregator.selector, aggregator));
        complete(statement, aggregator);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksMissing.selector, 0, 2));
        complete(statement, backup);
        // It can neither go on where the aggregator stopped, nor use its proofs, which name the aggregator.
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ChunksOutOfOrder.selector, 0, 2));
        verifyChunks(backup, 2, only(byBackup.proof.chunks[1]));
        VM.expectRevert(IModelCoordinator.AggregateProofRejected.selector);
        verifyChunk(statement, backup, 0);
    }

    function test_the_backup_settles_in_its_turn_by_its_own_proof_and_the_aggregator_pays() public {
        verifyChunk(statement, aggregator, 0);
        skip(2 hours + 1);
        verifyChunk(byBackup, backup, 0);
        assertVerified(backup, 1);
        skip(2 hours - 1);
        verifyChunk(byBackup, backup, 1);
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.AggregatorLate(jobId, round, aggregator);
        complete(byBackup, backup);
        assertSettledBy(backup, byBackup.proof.modelCommitment);
        VM.assertEq(vault.lockedFor(aggregator, jobId), 500, "half of the aggregator's bond is gone");
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE, "the backup's is whole");
    }

    function test_the_backup_settles_in_one_call_by_its_own_proof() public {
        skip(2 hours + 1);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, byBackup.proof);
        assertSettledBy(backup, byBackup.proof.modelCommitment);
    }

    function test_after_the_last_deadline_nobody_settles() public {
        skip(2 hours + 1);
        verifyChunks(backup, 0, byBackup.proof.chunks);
        skip(2 hours);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        complete(byBackup, backup);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        verifyChunk(byBackup, backup, 0);
        coordinator.failRound(jobId);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Failed));
        complete(byBackup, backup);
        VM.assertFalse(coordinator.isProved(roundId), "not proved");
    }

    function test_a_verifier_whose_code_changed_is_not_asked() public {
        verifyChunk(statement, aggregator, 0);
        VM.etch(address(verifier), hex"600160005260206000f3");
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.VerifierCodeChanged.selector, address(verifier)));
        verifyChunk(statement, aggregator, 1);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.VerifierCodeChanged.selector, address(verifier)));
        complete(statement, aggregator);
    }
}
