// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RewardPoints } from "../../src/rounds/RewardPoints.sol";
import { RewardTest } from "../support/RewardTest.sol";

/// @notice The worked example of docs/contracts.md, number by number.
contract RewardExampleTest is RewardTest {
    function test_the_worked_example_of_the_documentation() public {
        // 1,000 FLT for three rounds; reveals one hour long, timeliness down to 6,000; 5,000 without a contribution proof.
        openPool(address(flt), 1000e18, 3);
        uint256 half = RewardPoints.timelinessOf(30 minutes, 1 hours, 6000);
        VM.assertEq(half, 8000, "half of the reveals' time is left");

        uint256[] memory points = new uint256[](3);
        points[0] = RewardPoints.pointsOf(400, 400, 10_000, 10_000, 10_000);
        points[1] = RewardPoints.pointsOf(400, 250, 10_524, 10_000, 10_000);
        points[2] = RewardPoints.pointsOf(100, 100, 15_000, half, 5000);
        VM.assertEq(points[0], 4_000_000, "A: 400 * 10,000");
        VM.assertEq(points[1], 2_631_000, "B: 250 * 10,524");
        VM.assertEq(points[2], 600_000, "C: 100 * floor(15,000 * 8,000 * 5,000 / 10^8)");

        uint256 roundId = settled(1, 0, points);
        distributor.distributeRewards(roundId);
        VM.assertEq(distributor.getRoundReward(roundId).amount, 333_333_333_333_333_333_333, "floor(1,000 FLT / 3)");
        VM.assertEq(distributor.getRoundReward(roundId).totalPoints, 7_231_000, "T");
        // In the order opposite to the reveals, to which it makes no difference.
        VM.assertEq(claimBy(providerAt(2), roundId), 27_658_691_743_880_514_452, "C");
        VM.assertEq(claimBy(providerAt(1), roundId), 121_283_363_296_916_055_871, "B");
        VM.assertEq(claimBy(providerAt(0), roundId), 184_391_278_292_536_763_010, "A");
        VM.assertEq(distributor.getRoundReward(roundId).unclaimed, 0, "to the last unit");
    }

    function test_without_a_cap_every_weight_counts_and_no_factor_is_below_one() public pure {
        VM.assertEq(RewardPoints.pointsOf(400, 0, 10_000, 10_000, 10_000), 4_000_000, "no cap");
        VM.assertEq(RewardPoints.pointsOf(400, 400, 10_000, 10_000, 10_000), 4_000_000, "at the cap");
        VM.assertEq(RewardPoints.pointsOf(400, 0, 10_000, 0, 10_000), 400, "at least one a unit of weight");
        VM.assertEq(RewardPoints.timelinessOf(1 hours, 1 hours, 6000), 10_000, "at once");
        VM.assertEq(RewardPoints.timelinessOf(0, 1 hours, 6000), 6000, "at the end");
    }
}
