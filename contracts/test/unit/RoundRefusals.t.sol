// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { Curve } from "../support/Curve.sol";
import { RoundTest } from "../support/RoundTest.sol";

/// @notice What nobody can do while a round collects its updates.
contract RoundRefusalsTest is RoundTest {
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

    function test_as_many_contributors_as_the_job_asks_for_are_enough() public {
        uint256 small = createJob(specFor(verifier));
        joinMany(small, 2);
        VM.assertEq(coordinator.getRound(small, start(small)).eligible, 2, "two of two");
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

    function test_where_there_is_no_backup_nobodys_signature_is_none() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.backupAggregator = address(0);
        uint256 alone = createJob(spec);
        joinMany(alone, 2);
        uint256 round = start(alone);
        commit(alone, round, 0);
        commit(alone, round, 1);
        // A malformed signature recovers to the zero address, which is what the job names as its backup.
        bytes memory update = abi.encode(alone, round, commitmentAt(0), weightAt(0), saltAt(0), new bytes(65));
        bytes32 key = coordinator.roundKeyOf(alone, round);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ReceiptInvalid.selector, address(0)));
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
    }

    function test_a_receipt_binds_every_word_of_it_to_this_coordinator_and_chain() public view {
        G1 memory c = commitmentAt(0);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("FlZk ModelCoordinator"),
                keccak256("1"),
                block.chainid,
                address(coordinator)
            )
        );
        bytes32 typehash =
            keccak256("Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight)");
        bytes32 content = keccak256(abi.encode(typehash, uint256(5), uint256(6), providerAt(7), c.x, c.y, uint256(8)));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, content));
        VM.assertEq(coordinator.receiptDigest(5, 6, providerAt(7), c, 8), digest, "EIP-712");
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
        // The same call on another chain: hash and receipt are of this one.
        update = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        VM.chainId(99);
        expectRevealRevert(round, providerAt(0), update, IModelCoordinator.CommitmentMismatch.selector);
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

    function test_a_reveal_names_its_round_and_job() public {
        uint256 round = start(jobId);
        commitAll(round);
        G1 memory c = commitmentAt(0);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, weightAt(0));
        bytes memory otherRound = abi.encode(jobId, round + 1, c, weightAt(0), saltAt(0), receipt);
        expectRevealRevert(round, providerAt(0), otherRound, IModelCoordinator.RoundKeyMismatch.selector);
        bytes memory otherJob = abi.encode(jobId + 1, round, c, weightAt(0), saltAt(0), receipt);
        expectRevealRevert(round, providerAt(0), otherJob, IModelCoordinator.RoundKeyMismatch.selector);
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Idle));
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

    function test_the_largest_weight_of_a_job_is_not_above_it() public {
        uint256 round = start(jobId);
        G1 memory c = commitmentAt(0);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(0), c, 4095, 0));
        commit(jobId, round, 1);
        commit(jobId, round, 2);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, 4095);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, abi.encode(jobId, round, c, uint256(4095), bytes32(0), receipt));
        VM.assertEq(coordinator.weightOf(uint256(key), providerAt(0)), 4095, "revealed");
    }

    function test_infinity_adds_nothing_to_a_sum_either() public {
        uint256 round = start(jobId);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(0), G1(0, 0), 5, 0));
        commit(jobId, round, 1);
        commit(jobId, round, 2);
        reveal(jobId, round, 1);
        // Its weight would count, and the others' updates be averaged with nothing.
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), G1(0, 0), 5);
        bytes memory update = abi.encode(jobId, round, G1(0, 0), uint256(5), bytes32(0), receipt);
        expectRevealRevert(round, providerAt(0), update, IModelCoordinator.PointAtInfinity.selector);
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

    function test_providers_together_cannot_leave_the_aggregator_a_sum_at_infinity() public {
        uint256 round = start(jobId);
        G1 memory c = commitmentAt(0);
        G1 memory opposite = Curve.negate(c);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(0), c, 10, saltAt(0)));
        VM.prank(providerAt(1));
        coordinator.commitUpdate(jobId, commitHashFor(jobId, round, providerAt(1), opposite, 10, saltAt(1)));
        commit(jobId, round, 2);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        bytes memory receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(0), c, 10);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, abi.encode(jobId, round, c, uint256(10), saltAt(0), receipt));

        // x and rho against -x and -rho: both open, both in range, both receipted. 10 C - 10 C is infinity, which every verifier refuses.
        receipt = receiptBy(AGGREGATOR_KEY, jobId, round, providerAt(1), opposite, 10);
        bytes memory update = abi.encode(jobId, round, opposite, uint256(10), saltAt(1), receipt);
        expectRevealRevert(round, providerAt(1), update, IModelCoordinator.PointAtInfinity.selector);

        // It is only infinity that is refused: after another's update the same reveal counts.
        reveal(jobId, round, 2);
        VM.prank(providerAt(1));
        coordinator.submitUpdate(key, update);
        VM.assertTrue(Curve.same(coordinator.getRound(jobId, round).sumCommitment, Curve.mul(commitmentAt(2), weightAt(2))), "C_S");
    }
}
