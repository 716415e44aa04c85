// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IOptimisticSettlement } from "../../src/interfaces/IOptimisticSettlement.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { Curve } from "../support/Curve.sol";
import { OptimisticTest } from "../support/OptimisticTest.sol";

/// @notice A proposal without a proof: unchallenged, challenged and proved, challenged and not proved; and who pays.
contract OptimisticSettlementTest is OptimisticTest {
    /// @dev A fifth of the aggregator's stake of 1001, rounded up.
    uint256 internal constant CHALLENGE_BOND = 201;

    function phase(uint256 roundId) internal view returns (IModelCoordinator.Phase) {
        return coordinator.outcomeOf(roundId).phase;
    }

    function test_an_unchallenged_proposal_is_final_when_its_window_is_over() public {
        uint256 roundId = playToProposed();
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.advanceRound(jobId);
        skip(WINDOW + 1);
        VM.prank(address(0xA11));
        coordinator.advanceRound(jobId);
        VM.assertTrue(phase(roundId) == IModelCoordinator.Phase.Finalised, "finalised");
        distributor.distributeRewards(roundId);
        VM.prank(providerAt(0));
        VM.assertTrue(distributor.claim(roundId) != 0, "paid");
        VM.assertTrue(Curve.same(coordinator.modelCommitment(jobId, 1), proposedPoint()), "C_Y as proposed");
    }

    function test_a_challenge_locks_a_bond_and_demands_the_proof() public {
        uint256 roundId = playToProposed();
        VM.assertEq(settlement.challengeBond(jobId), CHALLENGE_BOND, "a fifth of the aggregator's stake, rounded up");
        challenge(roundId);
        VM.assertTrue(phase(roundId) == IModelCoordinator.Phase.Aggregating, "back to proving");
        VM.assertEq(vault.lockedFor(challenger, settlement.lockIdOf(roundId)), CHALLENGE_BOND, "locked");
        IOptimisticSettlement.Challenge memory made = settlement.getChallenge(roundId);
        VM.assertEq(made.challenger, challenger, "recorded");
        VM.assertEq(uint256(made.bond), CHALLENGE_BOND, "with its bond");
        VM.assertFalse(made.resolved, "and open");
        VM.expectPartialRevert(IOptimisticSettlement.ChallengePending.selector);
        settlement.resolve(roundId);
    }

    function test_the_proof_comes_and_the_challenger_pays_the_treasury() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        uint256 uncollected = vault.uncollectedProceeds();
        prove();
        settlement.resolve(roundId);
        VM.assertEq(vault.lockedFor(challenger, settlement.lockIdOf(roundId)), 0, "gone");
        VM.assertEq(vault.uncollectedProceeds() - uncollected, CHALLENGE_BOND, "to the treasury, not to who called");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "the proposer keeps its stake");
        VM.expectPartialRevert(IOptimisticSettlement.AlreadyResolved.selector);
        settlement.resolve(roundId);
        publish(jobId, aggregator);
        VM.assertTrue(phase(roundId) == IModelCoordinator.Phase.Finalised, "and the round is final");
    }

    function test_a_challenge_can_be_resolved_after_the_round_is_final() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        prove();
        publish(jobId, aggregator);
        settlement.resolve(roundId);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND, "lost all the same");
    }

    function test_the_proof_does_not_come_and_the_proposer_pays_the_providers() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        skip(2 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        prove();
        coordinator.failRound(jobId);
        settlement.resolve(roundId);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE, "the challenger is free again");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "half of the proposer's stake, rounded up, is gone");
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE, "the backup had no turn");
        distributor.distributeRewards(roundId);
        uint256 paid = 0;
        for (uint256 i = 0; i < 3; ++i) {
            VM.prank(providerAt(i));
            paid += distributor.claim(roundId);
        }
        VM.assertEq(paid, 501, "to the round's providers");
    }

    function test_a_proved_model_that_is_never_published_frees_the_challenger() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        prove();
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        settlement.resolve(roundId);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE, "free");
    }

    function test_only_what_was_proposed_can_be_proved_and_only_by_its_proposer() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        AggregateProof memory other = someProof();
        other.modelCommitment = Curve.mul(Curve.generator(), 5);
        VM.expectPartialRevert(IModelCoordinator.ProposalFixed.selector);
        VM.prank(aggregator);
        coordinator.verifyAggregate(jobId, other);
        VM.expectPartialRevert(IModelCoordinator.ProposalFixed.selector);
        propose(aggregator);
        skip(2 hours + 1);
        AggregateProof memory same = someProof();
        VM.expectPartialRevert(IModelCoordinator.CallerNotAggregator.selector);
        VM.prank(backup);
        coordinator.verifyAggregate(jobId, same);
    }

    function test_a_wrong_proof_does_not_help_the_proposer() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        verifier.reject(true);
        VM.expectPartialRevert(IModelCoordinator.AggregateProofRejected.selector);
        prove();
        VM.assertTrue(phase(roundId) == IModelCoordinator.Phase.Aggregating, "still to be proved");
    }

    function test_one_challenge_a_round_in_time_and_of_a_proposal() public {
        uint256 round = playToAggregating(jobId, 3);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        challenge(roundId);
        propose(aggregator);
        skip(WINDOW + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        challenge(roundId);
        coordinator.advanceRound(jobId);
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        challenge(roundId);
        VM.expectPartialRevert(IOptimisticSettlement.NotChallenged.selector);
        settlement.resolve(roundId);
        roundId = playToProposed();
        challenge(roundId);
        VM.expectPartialRevert(IOptimisticSettlement.AlreadyChallenged.selector);
        challenge(roundId);
    }

    function test_a_challenge_needs_a_bond_and_the_coordinator_listens_to_nobody_else() public {
        uint256 roundId = playToProposed();
        VM.expectPartialRevert(IStakeVault.StakeInsufficient.selector);
        VM.prank(address(0xBAD));
        settlement.challenge(roundId);
        VM.expectPartialRevert(IModelCoordinator.CallerNotSettlement.selector);
        VM.prank(challenger);
        coordinator.demandProof(roundId);
    }

    function test_challenges_of_two_rounds_are_two_bonds() public {
        uint256 first = playToProposed();
        challenge(first);
        prove();
        publish(jobId, aggregator);
        uint256 second = playToProposed();
        challenge(second);
        settlement.resolve(first);
        VM.assertEq(vault.lockedFor(challenger, settlement.lockIdOf(second)), CHALLENGE_BOND, "the second stays locked");
        skip(2 hours + 1);
        coordinator.failRound(jobId);
        settlement.resolve(second);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND, "and comes back");
    }

    function test_a_bond_that_cannot_be_recorded_is_refused() public {
        uint256 stake = uint256(type(uint88).max) * 5 + 6;
        VM.mockCall(address(exchange), abi.encodeCall(exchange.getJob, (jobId)), abi.encode(jobWithStake(stake)));
        VM.expectPartialRevert(IOptimisticSettlement.BondOutOfRange.selector);
        challenge(jobId << 32);
    }

    function jobWithStake(uint256 stake) internal view returns (IDataExchange.Job memory job) {
        job = exchange.getJob(jobId);
        job.spec.aggregatorStake = uint128(stake);
    }

    function test_it_knows_its_peers() public view {
        VM.assertEq(settlement.coordinator(), address(coordinator), "coordinator");
        VM.assertEq(settlement.exchange(), address(exchange), "exchange");
        VM.assertEq(settlement.stakeVault(), address(vault), "vault");
    }
}
