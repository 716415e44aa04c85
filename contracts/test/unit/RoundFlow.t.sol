// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Curve } from "../support/Curve.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { Vm } from "../support/Vm.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

contract RoundFlowTest is ExchangeTest {
    AcceptsEverything internal verifier;
    uint256 internal jobId;

    function setUp() public {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
    }

    function test_a_round_goes_through_every_phase_without_waiting_when_everybody_acts() public {
        uint256 round = start(jobId);
        VM.assertEq(uint256(coordinator.phaseOf(jobId, round)), uint256(IModelCoordinator.Phase.Committing), "committing");
        for (uint256 i = 0; i < 3; ++i) {
            commit(jobId, round, i);
        }
        VM.assertEq(uint256(coordinator.phaseOf(jobId, round)), uint256(IModelCoordinator.Phase.Delivering), "delivering");
        for (uint256 i = 0; i < 3; ++i) {
            reveal(jobId, round, i);
        }
        VM.assertEq(uint256(coordinator.phaseOf(jobId, round)), uint256(IModelCoordinator.Phase.Aggregating), "aggregating");
        settle(jobId);
        VM.assertEq(uint256(coordinator.phaseOf(jobId, round)), uint256(IModelCoordinator.Phase.Finalised), "finalised");
    }

    function test_sum_commitment_and_total_weight_are_the_sums_over_reveals() public {
        uint256 round = playToAggregating(jobId, 3);
        G1 memory expected;
        uint256 weight = 0;
        for (uint256 i = 0; i < 3; ++i) {
            expected = Curve.add(expected, Curve.mul(commitmentAt(i), weightAt(i)));
            weight += weightAt(i);
        }
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertTrue(Curve.same(state.sumCommitment, expected), "C_S = sum w_i C_i");
        VM.assertEq(state.totalWeight, weight, "W = sum w_i");
    }

    function test_three_rounds_then_no_more() public {
        for (uint256 i = 0; i < 3; ++i) {
            playToAggregating(jobId, 3);
            settle(jobId);
        }
        VM.assertEq(coordinator.finalisedRounds(jobId), 3, "finalised");
        VM.expectPartialRevert(IModelCoordinator.RoundsExhausted.selector);
        VM.prank(publisher);
        coordinator.startRound(jobId);
    }

    function deadlineIn(uint256 job, uint256 round) internal view returns (uint256) {
        return coordinator.getRound(job, round).deadline - VM.getBlockTimestamp();
    }

    function test_every_phase_has_its_own_time() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        (spec.commitDuration, spec.deliveryDuration, spec.revealDuration) = (1 hours, 2 hours, 3 hours);
        (spec.aggregationDuration, spec.publicationDuration) = (4 hours, 5 hours);
        uint256 job = createJob(spec);
        joinMany(job, 3);
        uint256 round = start(job);
        VM.assertEq(deadlineIn(job, round), 1 hours, "committing");
        for (uint256 i = 0; i < 3; ++i) {
            commit(job, round, i);
        }
        VM.assertEq(deadlineIn(job, round), 2 hours, "delivering");
        skip(2 hours + 1);
        coordinator.advanceRound(job);
        VM.assertEq(deadlineIn(job, round), 3 hours, "revealing");
        for (uint256 i = 0; i < 3; ++i) {
            reveal(job, round, i);
        }
        VM.assertEq(deadlineIn(job, round), 4 hours, "aggregating");
        VM.prank(aggregator);
        coordinator.verifyAggregate(job, someProof());
        VM.assertEq(deadlineIn(job, round), 5 hours, "publishing");
    }

    function test_a_reveal_says_what_it_was() public {
        uint256 round = start(jobId);
        for (uint256 i = 0; i < 3; ++i) {
            commit(jobId, round, i);
        }
        G1 memory c = commitmentAt(1);
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 1);
        bytes32 key = coordinator.roundKeyOf(jobId, round);
        VM.recordLogs();
        VM.prank(providerAt(1));
        coordinator.submitUpdate(key, update);
        Vm.Log[] memory logs = VM.getRecordedLogs();
        VM.assertEq(logs.length, 1, "one event, and none of a contribution proof");
        VM.assertEq(logs[0].topics[0], IModelCoordinator.UpdateRevealed.selector, "a reveal");
        VM.assertEq(logs[0].topics[3], bytes32(uint256(uint160(providerAt(1)))), "whose");
        VM.assertEq(logs[0].data, abi.encode(c.x, c.y, weightAt(1), weightAt(1) * 10_000), "of what, and what for");
    }
}
