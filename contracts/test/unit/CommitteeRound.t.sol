// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../src/committee/Bls.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { ICommitteeSelector } from "../../src/interfaces/ICommitteeSelector.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Beacon } from "../support/Beacon.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice Committees inside a whole exchange: five providers, seats for three.
contract CommitteeRoundTest is ExchangeTest {
    uint256 private constant PROVIDERS = 5;
    uint256 private constant SEATS = 3;

    uint256 private jobId;

    function setUp() public {
        deploy();
        VM.roll(100);
        IDataExchange.TrainingJobSpec memory spec = specFor(new AcceptsEverything(32, 2, 20));
        spec.committeeSize = uint16(SEATS);
        jobId = createJob(spec);
        joinMany(jobId, PROVIDERS);
        G1 memory possession = Beacon.sign(Beacon.SECRET, selector.possessionMessageOf(aggregator, Beacon.key()), Bls.POSSESSION_TAG);
        VM.prank(aggregator);
        selector.registerBeaconKey(Beacon.key(), possession);
    }

    function draw(uint256 round) internal {
        uint256 roundId = (jobId << 32) | round;
        VM.roll(VM.getBlockNumber() + 2);
        selector.fulfil(roundId, Beacon.sign(Beacon.SECRET, selector.messageOf(roundId), Bls.SIGNATURE_TAG));
    }

    function member(uint256 round, uint256 index) internal view returns (bool) {
        return selector.isMember((jobId << 32) | round, providerAt(index));
    }

    function expectPhase(uint256 round, IModelCoordinator.Phase phase) internal view {
        VM.assertEq(uint256(coordinator.phaseOf(jobId, round)), uint256(phase), "phase");
    }

    function test_only_the_committee_takes_part_and_the_round_waits_for_it_alone() public {
        uint256 round = start(jobId);
        expectPhase(round, IModelCoordinator.Phase.Drawing);
        draw(round);
        expectPhase(round, IModelCoordinator.Phase.Committing);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (member(round, i)) continue;
            VM.expectPartialRevert(IModelCoordinator.NotEligible.selector);
            VM.prank(providerAt(i));
            coordinator.commitUpdate(jobId, keccak256("update"));
        }
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (member(round, i)) commit(jobId, round, i);
        }
        expectPhase(round, IModelCoordinator.Phase.Delivering);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (member(round, i)) reveal(jobId, round, i);
        }
        expectPhase(round, IModelCoordinator.Phase.Aggregating);
        settle(jobId);
        expectPhase(round, IModelCoordinator.Phase.Finalised);
    }

    function test_nobody_commits_before_the_draw() public {
        start(jobId);
        VM.expectPartialRevert(IModelCoordinator.PhaseWrong.selector);
        VM.prank(providerAt(0));
        coordinator.commitUpdate(jobId, keccak256("update"));
    }

    function test_an_aggregator_that_withholds_the_value_pays_and_nobody_is_held() public {
        uint256 round = start(jobId);
        uint256 locked = vault.lockedFor(aggregator, jobId);
        VM.expectPartialRevert(IModelCoordinator.DeadlineNotReached.selector);
        coordinator.failRound(jobId);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        expectPhase(round, IModelCoordinator.Phase.Failed);
        VM.assertLe(vault.lockedFor(aggregator, jobId), locked / 2, "slashed");
        VM.expectPartialRevert(ICommitteeSelector.RequestStale.selector);
        this.drawAgain(round);
        VM.prank(providerAt(0));
        exchange.leaveJob(jobId);
        VM.assertEq(selector.candidateCount(jobId), PROVIDERS - 1, "one less");
    }

    function drawAgain(uint256 round) external {
        draw(round);
    }

    function test_a_value_that_comes_too_late_draws_nothing() public {
        uint256 round = start(jobId);
        skip(1 hours + 1);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        this.drawAgain(round);
    }

    function test_a_value_that_comes_at_the_last_moment_draws() public {
        uint256 round = start(jobId);
        skip(1 hours);
        draw(round);
        expectPhase(round, IModelCoordinator.Phase.Committing);
    }

    function test_as_many_members_as_the_round_needs_are_enough() public {
        VM.mockCall(address(selector), abi.encodePacked(ICommitteeSelector.requestCommittee.selector), abi.encode(2));
        VM.assertEq(coordinator.getRound(jobId, start(jobId)).eligible, 2, "it waits for these");
    }

    function test_who_registers_during_the_draw_waits_for_the_next_round() public {
        uint256 round = start(jobId);
        join(jobId, providerAt(PROVIDERS));
        draw(round);
        VM.assertFalse(member(round, PROVIDERS), "too late");
        VM.assertEq(selector.candidateCount(jobId), PROVIDERS + 1, "a candidate for the next");
    }

    function test_only_the_selector_says_that_a_committee_was_drawn() public {
        uint256 round = start(jobId);
        VM.expectPartialRevert(IModelCoordinator.CallerNotSelector.selector);
        coordinator.committeeDrawn((jobId << 32) | round);
    }

    /// @dev The selector can be upgraded: whatever it says, a round holds to its job's terms and phases.
    function test_what_the_selector_says_is_held_to_the_rounds_own_rules() public {
        bytes memory asked = abi.encodePacked(ICommitteeSelector.requestCommittee.selector);
        VM.mockCall(address(selector), asked, abi.encode(1));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.TooFewContributors.selector, 1, 2));
        start(jobId);
        VM.clearMockedCalls();
        uint256 round = start(jobId);
        draw(round);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.PhaseWrong.selector, IModelCoordinator.Phase.Committing));
        VM.prank(address(selector));
        coordinator.committeeDrawn((jobId << 32) | round);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.CallerNotSelector.selector, aggregator));
        VM.prank(aggregator);
        coordinator.committeeDrawn((jobId << 32) | round);
    }
}
