// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { RewardPoints } from "../../src/rounds/RewardPoints.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

/// @notice What a reveal is paid by, to the last unit: the capped weight, the reputation at the commit, and the second of the reveal.
contract RoundPointsTest is ExchangeTest {
    uint256 internal constant WHOLE = 10_000;
    uint256 internal constant REFERENCE_STAKE = 10_000e18;

    AcceptsEverything internal verifier;
    uint256 internal jobId;
    uint256 internal round;
    bytes32 internal key;

    function setUp() public {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
    }

    function open(uint16 timelinessFloor, uint128 stakePerWeight) internal {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.timelinessFloor = timelinessFloor;
        spec.stakePerWeight = stakePerWeight;
        jobId = createJob(spec);
    }

    function joinWith(uint256 index, uint128 stake) internal {
        bond(providerAt(index), stake);
        VM.startPrank(providerAt(index));
        uint256 datasetId = exchange.registerDataset(keccak256(abi.encode(index)), 0);
        exchange.registerAsContributor(jobId, datasetId, stake);
        VM.stopPrank();
    }

    function commitAll(uint256 count) internal {
        round = start(jobId);
        key = coordinator.roundKeyOf(jobId, round);
        for (uint256 i = 0; i < count; ++i) {
            commit(jobId, round, i);
        }
    }

    /// @dev Commits by three, and Revealing begins now.
    function toRevealing() internal {
        joinMany(jobId, 3);
        commitAll(3);
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
    }

    function pointsOf(uint256 index) internal view returns (uint256 points) {
        (points,,,) = coordinator.shareOf(uint256(key), providerAt(index));
    }

    function assertPoints(uint256 index, uint256 factor, string memory law) internal {
        reveal(jobId, round, index);
        VM.assertEq(pointsOf(index), weightAt(index) * factor, law);
    }

    // ---- timeliness

    function test_delivering_is_timely_even_past_its_deadline() public {
        open(4000, 0);
        joinMany(jobId, 3);
        commitAll(3);
        assertPoints(0, 10_000, "at once");
        skip(1 hours);
        assertPoints(1, 10_000, "in its last second");
        skip(30 days);
        assertPoints(2, 10_000, "while nobody moves the round on");
    }

    function test_timeliness_falls_from_the_whole_to_the_floor_over_revealing() public {
        open(4000, 0);
        toRevealing();
        assertPoints(0, 10_000, "in the second in which Revealing begins");
        skip(30 minutes);
        assertPoints(1, 7000, "half of the way to the floor");
        skip(30 minutes);
        assertPoints(2, 4000, "the floor in its last second, and not a second later");
    }

    function test_a_second_costs_its_part_rounded_down() public {
        open(4000, 0);
        toRevealing();
        skip(1);
        // 4000 + floor(6000 * 3599 / 3600)
        assertPoints(0, 9998, "the first second");
        skip(3598);
        // 4000 + floor(6000 * 1 / 3600)
        assertPoints(1, 4001, "the last but one");
    }

    function test_without_a_floor_the_last_second_is_worth_one_a_unit_of_weight() public {
        open(0, 0);
        toRevealing();
        skip(1 hours - 1);
        assertPoints(0, 2, "floor(10,000 / 3600)");
        skip(1);
        assertPoints(1, 1, "never nothing");
    }

    function test_a_floor_of_the_whole_makes_every_second_alike() public {
        open(10_000, 0);
        toRevealing();
        skip(1 hours);
        assertPoints(0, 10_000, "no second counts");
    }

    function test_after_the_last_second_there_is_no_reveal() public {
        open(4000, 0);
        toRevealing();
        skip(1 hours + 1);
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, round, 0);
        VM.expectPartialRevert(IModelCoordinator.DeadlinePassed.selector);
        VM.prank(providerAt(0));
        coordinator.submitUpdate(key, update);
    }

    function test_the_time_that_counts_is_the_jobs_own_for_reveals() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.deliveryDuration = 2 hours;
        spec.revealDuration = 4 hours;
        jobId = createJob(spec);
        joinMany(jobId, 3);
        commitAll(3);
        skip(2 hours + 1);
        coordinator.advanceRound(jobId);
        skip(1 hours);
        assertPoints(0, 7500, "three of four hours are left");
    }

    // ---- the weight that a stake pays for

    function test_points_stop_at_the_weight_that_the_stake_pays_for_and_the_model_does_not() public {
        open(10_000, 10e18);
        // Weights are 10, 17 and 24.
        joinWith(0, 100e18);
        joinWith(1, 169e18);
        joinWith(2, 250e18);
        commitAll(3);
        for (uint256 i = 0; i < 3; ++i) {
            reveal(jobId, round, i);
        }
        VM.assertEq(pointsOf(0), 10 * WHOLE, "cap 10, weight 10: all of it");
        VM.assertEq(pointsOf(1), 16 * WHOLE, "cap 16, weight 17: one too many");
        VM.assertEq(pointsOf(2), 24 * WHOLE, "cap 25, weight 24: no more than the weight");
        IModelCoordinator.RoundState memory state = coordinator.getRound(jobId, round);
        VM.assertEq(state.totalWeight, 10 + 17 + 24, "the model is averaged by weights");
        VM.assertEq(state.totalPoints, 50 * WHOLE, "and paid by points");
        (uint256 points, uint256 before, uint256 index,) = coordinator.shareOf(uint256(key), providerAt(2));
        VM.assertEq(points + before, 50 * WHOLE, "the last one ends at the total");
        VM.assertEq(index, 2, "third");
    }

    function test_without_a_price_for_weight_there_is_no_cap() public {
        open(10_000, 0);
        joinMany(jobId, 2);
        commitAll(2);
        VM.assertEq(uint256(coordinator.getParticipant(jobId, providerAt(1)).rewardWeightCap), 0, "none");
        assertPoints(1, 10_000, "the whole weight");
    }

    // ---- reputation

    /// @dev Provider 0 follows the whole reference stake for a week.
    function earnReputation() internal returns (uint256 multiplier) {
        open(10_000, 0);
        joinWith(0, uint128(REFERENCE_STAKE));
        join(jobId, providerAt(1));
        for (uint256 i = 0; i < 2; ++i) {
            playRound();
            settle(jobId);
            skip(7 days * i);
            VM.prank(providerAt(0));
            reputation.credit(uint256(key));
            skip(7 days * (1 - i));
        }
        multiplier = reputation.multiplierOf(providerAt(0));
    }

    function playRound() internal {
        commitAll(2);
        reveal(jobId, round, 0);
        reveal(jobId, round, 1);
    }

    function test_points_are_multiplied_by_the_reputation_at_the_commit() public {
        uint256 multiplier = earnReputation();
        // The first credit starts the clock, the second one has followed the target for a week: 10,000 (1 - 2^(-7/90)).
        VM.assertEq(multiplier, 10_524, "a reputation");
        commitAll(0);
        bytes32 hash = commitHashFor(jobId, round, providerAt(0), commitmentAt(0), weightAt(0), saltAt(0));
        VM.expectEmit(true, true, true, true, address(coordinator));
        emit IModelCoordinator.UpdateCommitted(jobId, round, providerAt(0), hash, multiplier);
        commit(jobId, round, 0);
        commit(jobId, round, 1);
        // A fault between commit and reveal halves what it is worth from then on, not what it was when nobody knew the outcome.
        VM.prank(address(disputes));
        reputation.recordFault(providerAt(0));
        VM.assertLt(reputation.multiplierOf(providerAt(0)), multiplier - 200, "fallen");
        assertPoints(0, multiplier, "as it was at the commit");
        assertPoints(1, 10_000, "nobody else's");
    }

    function test_the_next_commit_takes_the_reputation_of_its_time() public {
        uint256 multiplier = earnReputation();
        VM.prank(address(disputes));
        reputation.recordFault(providerAt(0));
        uint256 fallen = reputation.multiplierOf(providerAt(0));
        VM.assertLt(fallen, multiplier, "fallen");
        commitAll(2);
        assertPoints(0, fallen, "as it is now");
    }

    // ---- the formula

    function test_the_formula_at_its_edges() public pure {
        VM.assertEq(RewardPoints.pointsOf(1, 0, 10_000, 0, 0), 1, "at least one");
        VM.assertEq(RewardPoints.pointsOf(7, 0, 19_999, 9999, 9999), 7 * 19_995, "one floor, at the end");
        VM.assertEq(RewardPoints.pointsOf(7, 0, 10_037, 9999, 9999), 7 * 10_034, "and not after each factor, which would be 10,033");
        VM.assertEq(RewardPoints.pointsOf(7, 6, 10_000, 10_000, 10_000), 60_000, "cap below");
        VM.assertEq(RewardPoints.pointsOf(7, 7, 10_000, 10_000, 10_000), 70_000, "cap at");
        VM.assertEq(RewardPoints.pointsOf(7, 8, 10_000, 10_000, 10_000), 70_000, "cap above");
        VM.assertEq(RewardPoints.pointsOf(7, 0, 10_000, 5000, 1), 7, "floor(0.5) is one");
        VM.assertEq(RewardPoints.pointsOf(7, 0, 10_000, 10_000, 2), 14, "above one it is itself");
    }

    function test_no_round_overflows_its_points(uint32 weight, uint32 cap, uint16 multiplier, uint16 timeliness, uint16 score) public pure {
        uint256 points = RewardPoints.pointsOf(weight, cap, multiplier, timeliness % 10_001, score % 10_001);
        VM.assertLt(points, 1 << 48, "below 2^48");
        VM.assertGe(points, cap != 0 && cap < weight ? cap : weight, "at least one a unit of what is counted");
    }

    function test_timeliness_never_rises(uint32 duration, uint32 left, uint16 lowest) public pure {
        uint256 whole = uint256(duration) + 1;
        uint256 remaining = uint256(left) % (whole + 1);
        uint256 least = uint256(lowest) % 10_001;
        uint256 timeliness = RewardPoints.timelinessOf(remaining, whole, least);
        VM.assertGe(timeliness, least, "not below the floor");
        VM.assertLe(timeliness, 10_000, "not above the whole");
        if (remaining > 0) VM.assertLe(RewardPoints.timelinessOf(remaining - 1, whole, least), timeliness, "waiting never pays");
    }
}
