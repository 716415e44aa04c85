// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { IOptimisticSettlement } from "../../src/interfaces/IOptimisticSettlement.sol";
import { IReputation } from "../../src/interfaces/IReputation.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { OptimisticTest } from "../support/OptimisticTest.sol";

/// @notice A challenge: what it takes, how it ends, and who pays whom.
contract OptimisticSettlementTest is OptimisticTest {
    /// @dev A fifth of the aggregator's stake of 1001, rounded up.
    uint256 internal constant CHALLENGE_BOND = 201;
    /// @dev Of the proposer's 1001: a quarter and a half, rounded down, and the rest.
    uint256 internal constant REWARD = 250;
    uint256 internal constant HARMED = 500;
    uint256 internal constant REST = 251;

    address internal anyone = address(0xA11);

    function resolve(uint256 roundId) internal {
        VM.prank(anyone);
        settlement.resolve(roundId);
    }

    function fail() internal {
        VM.prank(anyone);
        coordinator.failRound(jobId);
    }

    /// @dev A round whose proposal was challenged and not proved.
    function playToUnproved() internal returns (uint256 roundId) {
        roundId = playToProposed();
        challenge(roundId);
        skip(2 hours + 1);
        fail();
    }

    function topUp(address node) internal {
        uint256 missing = exchange.getJob(jobId).spec.aggregatorStake - vault.lockedFor(node, jobId);
        bond(node, missing);
        VM.prank(node);
        exchange.registerAsAggregator(jobId);
    }

    // ---- making one

    function test_a_challenge_locks_a_bond_and_demands_the_proof() public {
        uint256 roundId = playToProposed();
        VM.assertEq(settlement.challengeBond(jobId), CHALLENGE_BOND, "a fifth of the aggregator's stake, rounded up");
        VM.expectEmit(true, true, true, true, address(settlement));
        emit IOptimisticSettlement.ProposalChallenged(roundId, challenger, CHALLENGE_BOND);
        challenge(roundId);
        VM.assertTrue(coordinator.phaseOf(jobId, 1) == IModelCoordinator.Phase.Aggregating, "back to proving");
        VM.assertEq(vault.lockedFor(challenger, settlement.lockIdOf(roundId)), CHALLENGE_BOND, "locked");
        IOptimisticSettlement.Challenge memory made = settlement.getChallenge(roundId);
        VM.assertEq(made.challenger, challenger, "recorded");
        VM.assertEq(uint256(made.bond), CHALLENGE_BOND, "with its bond");
        VM.assertFalse(made.resolved, "and open");
    }

    function test_one_challenge_a_round_and_only_of_a_proposal() public {
        uint256 round = playToAggregating(jobId, 3);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        challenge(roundId);
        propose(aggregator);
        challenge(roundId);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.AlreadyChallenged.selector, roundId, challenger));
        challenge(roundId);
        bond(anyone, CHALLENGE_BOND);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.AlreadyChallenged.selector, roundId, challenger));
        VM.prank(anyone);
        settlement.challenge(roundId);
        skip(2 hours + 1);
        fail();
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.AlreadyChallenged.selector, roundId, challenger));
        challenge(roundId);
    }

    function test_a_challenge_needs_a_free_bond() public {
        uint256 roundId = playToProposed();
        bond(anyone, CHALLENGE_BOND - 1);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.StakeInsufficient.selector, anyone, CHALLENGE_BOND, CHALLENGE_BOND - 1));
        VM.prank(anyone);
        settlement.challenge(roundId);
        VM.assertEq(settlement.getChallenge(roundId).challenger, address(0), "nobody has challenged");
        challenge(roundId);
    }

    function test_the_largest_bond_that_can_be_recorded_is_the_last() public {
        uint256 roundId = playToProposed();
        uint256 largest = type(uint88).max;
        pretendStake(largest * 5);
        VM.assertEq(settlement.challengeBond(jobId), largest, "a fifth");
        bond(challenger, 500_000_000e18);
        challenge(roundId);
        VM.assertEq(uint256(settlement.getChallenge(roundId).bond), largest, "recorded whole");
        pretendStake(largest * 5 + 1);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.BondOutOfRange.selector, largest + 1));
        challenge(roundId + 1);
    }

    function pretendStake(uint256 stake) internal {
        IDataExchange.Job memory job = exchange.getJob(jobId);
        job.spec.aggregatorStake = uint128(stake);
        VM.mockCall(address(exchange), abi.encodeCall(exchange.getJob, (jobId)), abi.encode(job));
    }

    // ---- the proof comes

    function test_the_proof_comes_and_the_challenger_pays_the_treasury() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        prove();
        VM.expectEmit(true, true, true, true, address(settlement));
        emit IOptimisticSettlement.ChallengeResolved(roundId, challenger, false, CHALLENGE_BOND);
        resolve(roundId);
        VM.assertEq(vault.lockedFor(challenger, settlement.lockIdOf(roundId)), 0, "gone");
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND, "for good");
        VM.assertEq(vault.uncollectedProceeds(), CHALLENGE_BOND, "to the treasury, not to who called");
        VM.assertEq(vault.bondOf(anyone).free, 0, "who gets nothing");
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "the proposer keeps its stake");
        publish(jobId, aggregator);
        VM.assertTrue(coordinator.phaseOf(jobId, 1) == IModelCoordinator.Phase.Finalised, "and the round is final");
    }

    /// @dev The proof came. Resolved while the model is awaited, when it is there, when it never came, or a year later: the same.
    function test_a_proof_that_came_decides_whenever_it_is_asked() public {
        uint256 lost = CHALLENGER_STAKE;
        for (uint256 when = 0; when < 4; ++when) {
            uint256 roundId = playToProposed();
            challenge(roundId);
            prove();
            if (when == 0) resolve(roundId);
            if (when == 2) {
                skip(1 hours + 1);
                fail();
                topUp(aggregator);
            } else {
                publish(jobId, aggregator);
            }
            if (when == 3) skip(365 days);
            if (when != 0) resolve(roundId);
            lost -= CHALLENGE_BOND;
            VM.assertEq(vault.bondOf(challenger).free, lost, "lost");
            VM.assertEq(vault.bondOf(challenger).locked, 0, "and nothing is left");
            VM.assertTrue(settlement.getChallenge(roundId).resolved, "resolved");
        }
    }

    function test_a_proved_model_that_is_never_published_does_not_free_the_challenger() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        prove();
        skip(1 hours + 1);
        fail();
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND, "nor does it have a share of that fine");
        resolve(roundId);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND, "the proof was given");
        VM.assertEq(vault.uncollectedProceeds(), CHALLENGE_BOND, "and the treasury has the bond");
        VM.assertEq(coordinator.outcomeOf(roundId).compensation, 501, "while the providers have the proposer's fine");
    }

    // ---- the proof does not come

    function test_the_proof_does_not_come_and_the_proposer_pays_challenger_providers_and_treasury() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        skip(2 hours + 1);
        uint256 bonded = vault.totalBonded();
        VM.expectEmit(true, true, true, true, address(vault));
        emit IStakeVault.NodeSlashed(aggregator, jobId, HARMED, IStakeVault.SlashProceeds.Harmed);
        VM.expectEmit(true, true, true, true, address(vault));
        emit IStakeVault.NodeSlashed(aggregator, jobId, REST, IStakeVault.SlashProceeds.Treasury);
        VM.expectEmit(true, true, true, true, address(vault));
        emit IStakeVault.ChallengerRewarded(aggregator, jobId, challenger, REWARD);
        fail();
        VM.assertEq(REWARD + HARMED + REST, AGGREGATOR_STAKE, "the whole stake");
        VM.assertEq(vault.lockedFor(aggregator, jobId), 0, "is gone");
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND + REWARD, "a quarter is the challenger's");
        VM.assertEq(coordinator.outcomeOf(roundId).compensation, HARMED, "half is the providers'");
        VM.assertEq(vault.uncollectedProceeds(), REST, "the rest is the treasury's");
        VM.assertEq(vault.totalBonded(), bonded - HARMED - REST, "bonded is what the nodes have");
        VM.assertEq(flt.balanceOf(address(vault)), vault.totalBonded() + REST, "and the vault has it");
        VM.assertEq(vault.bondOf(anyone).free, 0, "who called has nothing");
        VM.expectEmit(true, true, true, true, address(settlement));
        emit IOptimisticSettlement.ChallengeResolved(roundId, challenger, true, 0);
        resolve(roundId);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE + REWARD, "its own bond is free again");
        VM.assertEq(paidToProviders(roundId), HARMED, "to the last unit");
    }

    function paidToProviders(uint256 roundId) internal returns (uint256 paid) {
        distributor.distributeRewards(roundId);
        for (uint256 i = 0; i < 3; ++i) {
            VM.prank(providerAt(i));
            paid += distributor.claim(roundId);
        }
    }

    function test_the_unproved_proposer_is_recorded_as_at_fault() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        skip(2 hours + 1);
        VM.expectEmit(true, true, true, false, address(reputation));
        emit IReputation.FaultRecorded(aggregator, address(coordinator), 0);
        fail();
    }

    function test_the_reward_leaves_as_any_bond_does() public {
        resolve(playToUnproved());
        VM.startPrank(challenger);
        vault.startUnbonding(CHALLENGER_STAKE + REWARD);
        VM.expectPartialRevert(IStakeVault.StillUnbonding.selector);
        vault.withdraw();
        skip(DELAY);
        vault.withdraw();
        VM.stopPrank();
        VM.assertEq(flt.balanceOf(challenger), CHALLENGER_STAKE + REWARD, "out, with the reward");
    }

    /// @dev The proof did not come. Resolved at once or after further rounds and a year: the same.
    function test_a_proof_that_did_not_come_decides_whenever_it_is_asked() public {
        uint256 first = playToUnproved();
        resolve(first);
        topUp(aggregator);
        uint256 second = playToUnproved();
        topUp(aggregator);
        playToProposed();
        skip(WINDOW + 1);
        coordinator.advanceRound(jobId);
        skip(365 days);
        resolve(second);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE + 2 * REWARD, "upheld, both times");
        VM.assertEq(vault.bondOf(challenger).locked, 0, "nothing is left");
    }

    function test_nothing_is_resolved_while_the_proof_may_come_or_the_round_has_not_failed() public {
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.NotChallenged.selector, 7));
        resolve(7);
        uint256 roundId = playToProposed();
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.NotChallenged.selector, roundId));
        resolve(roundId);
        challenge(roundId);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.ChallengePending.selector, roundId));
        resolve(roundId);
        skip(2 hours + 1);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.ChallengePending.selector, roundId));
        resolve(roundId);
        fail();
        resolve(roundId);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.AlreadyResolved.selector, roundId));
        resolve(roundId);
    }

    function test_a_lost_challenge_is_resolved_once() public {
        uint256 roundId = playToProposed();
        challenge(roundId);
        prove();
        resolve(roundId);
        VM.expectRevert(abi.encodeWithSelector(IOptimisticSettlement.AlreadyResolved.selector, roundId));
        resolve(roundId);
        VM.assertEq(vault.uncollectedProceeds(), CHALLENGE_BOND, "paid once");
    }

    function test_challenges_of_two_rounds_are_two_bonds() public {
        uint256 first = playToProposed();
        challenge(first);
        prove();
        publish(jobId, aggregator);
        uint256 second = playToUnproved();
        resolve(first);
        VM.assertEq(vault.lockedFor(challenger, settlement.lockIdOf(second)), CHALLENGE_BOND, "the second stays locked");
        resolve(second);
        VM.assertEq(vault.bondOf(challenger).free, CHALLENGER_STAKE - CHALLENGE_BOND + REWARD, "and comes back");
    }

    // ---- challenging oneself

    /// @dev One party is proposer, challenger and every provider, in a job of its own. Whatever the stake, it loses a quarter at least.
    function testFuzz_who_proposes_challenges_and_provides_alone_loses(uint256 stake) public {
        stake = bound(stake, 1, 1e24);
        uint256 lost = lostByOneselfAlone(stake);
        VM.assertEq(lost, stake - stake / 4 - stake / 2, "the treasury's part");
        VM.assertGe(4 * lost, stake, "a quarter at least, rounded against it");
        VM.assertEq(vault.uncollectedProceeds(), lost, "which the treasury has");
    }

    function test_even_a_stake_of_one_unit_is_lost() public {
        VM.assertEq(lostByOneselfAlone(1), 1, "all of it");
    }

    function lostByOneselfAlone(uint256 stake) internal returns (uint256) {
        IDataExchange.TrainingJobSpec memory spec = optimistic(specFor(verifier));
        spec.aggregatorStake = uint128(stake);
        spec.backupAggregator = address(0);
        jobId = createJob(spec);
        joinMany(jobId, 3);
        bond(challenger, stake);
        uint256 before = wealth();
        uint256 roundId = playToUnproved();
        resolve(roundId);
        // Of a stake of one unit nothing is the providers'.
        if (stake > 1) paidToProviders(roundId);
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.prank(aggregator);
        exchange.releaseAggregator(jobId);
        return before - wealth();
    }

    /// @dev All that aggregator, challenger and providers have, in the vault and out of it.
    function wealth() internal view returns (uint256 sum) {
        address[5] memory all = [aggregator, challenger, providerAt(0), providerAt(1), providerAt(2)];
        for (uint256 i = 0; i < 5; ++i) {
            IStakeVault.Bond memory b = vault.bondOf(all[i]);
            sum += uint256(b.free) + b.locked + b.unbonding + flt.balanceOf(all[i]);
        }
    }

    function test_a_proposer_with_a_challenger_of_its_own_loses_more_than_by_coming_late() public {
        uint256 roundId = playToProposed();
        bond(aggregator, CHALLENGE_BOND);
        uint256 before = wealthOf(aggregator);
        VM.prank(aggregator);
        settlement.challenge(roundId);
        skip(2 hours + 1);
        fail();
        resolve(roundId);
        VM.assertEq(before - wealthOf(aggregator), AGGREGATOR_STAKE - REWARD, "three quarters");
        VM.assertLt(501, AGGREGATOR_STAKE - REWARD, "against half");
    }

    function test_a_proposer_that_challenges_itself_and_proves_pays_for_nothing() public {
        uint256 roundId = playToProposed();
        bond(aggregator, CHALLENGE_BOND);
        uint256 before = wealthOf(aggregator);
        VM.prank(aggregator);
        settlement.challenge(roundId);
        prove();
        resolve(roundId);
        VM.assertEq(before - wealthOf(aggregator), CHALLENGE_BOND, "its own bond is the treasury's");
    }

    function wealthOf(address node) internal view returns (uint256) {
        IStakeVault.Bond memory b = vault.bondOf(node);
        return uint256(b.free) + b.locked + b.unbonding + flt.balanceOf(node);
    }

    function test_it_knows_its_peers() public view {
        VM.assertEq(settlement.coordinator(), address(coordinator), "coordinator");
        VM.assertEq(settlement.exchange(), address(exchange), "exchange");
        VM.assertEq(settlement.stakeVault(), address(vault), "vault");
    }
}
