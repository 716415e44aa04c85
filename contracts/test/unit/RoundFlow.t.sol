// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Curve } from "../support/Curve.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
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
}
