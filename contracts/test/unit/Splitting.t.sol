// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { HalfLife } from "../../src/libraries/HalfLife.sol";
import { ProportionalShare } from "../../src/libraries/ProportionalShare.sol";
import { RewardTest } from "../support/RewardTest.sol";

/// @notice What several accounts that share a stake can have, against what one account with all of it has.
contract SplittingTest is RewardTest {
    uint256 internal constant REFERENCE = 10_000e18;
    uint256 internal constant WEIGHT_UNIT = 1e18;
    address internal constant WHOLE = address(0xA11);

    struct Split {
        uint256 stake;
        uint256[] stakes;
        uint256 steps;
    }

    mapping(address provider => uint256) internal _credits;

    /// @dev The provider's part in a round of a job of its own, credited now.
    function credit(address provider, uint256 stake) internal {
        uint256 jobId = uint160(provider);
        uint256 round = ++_credits[provider];
        uint256 roundId = (jobId << 32) | round;
        rounds.reveal(roundId, provider, 1);
        rounds.finalise(roundId, 0);
        rounds.start(jobId, round);
        rounds.lock(provider, jobId, stake);
        VM.prank(provider);
        reputation.credit(roundId);
    }

    /// @dev A stake from dust to many times the reference, in 2 to 6 parts that need not be equal.
    function splitFrom(uint256 seed) internal pure returns (Split memory split) {
        uint256 count = bound(seed >> 8, 2, 6);
        split.stakes = new uint256[](count);
        split.steps = bound(seed >> 16, 1, 14);
        uint256 largest = [REFERENCE / 100, REFERENCE / 2, REFERENCE, 4 * REFERENCE][seed % 4];
        for (uint256 i = 0; i < count; ++i) {
            split.stakes[i] = bound(uint256(keccak256(abi.encode(seed, "stake", i))), 0, largest);
            split.stake += split.stakes[i];
        }
    }

    /// @dev A history: at times from seconds to half a year apart, some of the parts work and are credited. The one account, which has all
    ///      of the stake, works whenever any of them does.
    function live(Split memory split, uint256 seed) internal {
        for (uint256 step = 0; step < split.steps; ++step) {
            uint256 word = uint256(keccak256(abi.encode(seed, "step", step)));
            skip(bound(word >> 32, 0, [uint256(1 hours), 7 days, 15 days, 180 days][word % 4]));
            bool any = false;
            for (uint256 i = 0; i < split.stakes.length; ++i) {
                if ((word >> (64 + i)) & 1 == 0) continue;
                any = true;
                credit(providerAt(i), split.stakes[i]);
            }
            if (any) credit(WHOLE, split.stake);
        }
    }

    /// @notice No part of a split stake ever has a higher score than the whole has, at any time of any history (but for roundings of
    ///         1/10^18 a credit).
    function testFuzz_no_part_of_a_split_stake_outgrows_the_whole(uint256 seed) public {
        Split memory split = splitFrom(seed);
        live(split, seed);
        skip(seed % 30 days);
        uint256 whole = reputation.scoreOf(WHOLE);
        for (uint256 i = 0; i < split.stakes.length; ++i) {
            VM.assertLe(reputation.scoreOf(providerAt(i)), whole + split.steps, "part <= whole");
        }
    }

    /// @notice Points and money: with a weight that the stake caps, all parts together get no more of a round than the whole would (but for
    ///         one unit of the token each).
    function testFuzz_splitting_a_stake_never_pays(uint256 seed, uint128 reward, uint64 others) public {
        Split memory split = splitFrom(seed);
        live(split, seed);
        uint256 parts = 0;
        for (uint256 i = 0; i < split.stakes.length; ++i) {
            parts += (split.stakes[i] / WEIGHT_UNIT) * reputation.multiplierOf(providerAt(i));
        }
        uint256 whole = (split.stake / WEIGHT_UNIT) * reputation.multiplierOf(WHOLE);
        VM.assertLe(parts, whole, "points of the parts <= points of the whole");
        if (whole + others == 0 || parts + others == 0) return;
        uint256 paidToParts = 0;
        uint256 at_ = 0;
        for (uint256 i = 0; i < split.stakes.length; ++i) {
            uint256 points = (split.stakes[i] / WEIGHT_UNIT) * reputation.multiplierOf(providerAt(i));
            paidToParts += ProportionalShare.between(reward, at_, at_ + points, parts + others);
            at_ += points;
        }
        uint256 paidToWhole = ProportionalShare.between(reward, 0, whole, whole + others);
        VM.assertLe(paidToParts, paidToWhole + split.stakes.length, "paid to the parts <= paid to the whole");
    }

    /// @notice Moving one stake through several accounts, which the unbonding delay spaces, gives each of them less than staying would.
    function testFuzz_a_stake_that_wanders_through_accounts_gains_less_than_one_that_stays(uint256 seed) public {
        uint256 count = bound(seed, 2, 5);
        uint256 stake = bound(seed >> 8, 1, 2 * REFERENCE);
        for (uint256 step = 0; step < 20; ++step) {
            credit(providerAt(step % count), stake);
            credit(WHOLE, stake);
            skip(7 days);
        }
        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            sum += reputation.scoreOf(providerAt(i));
        }
        VM.assertLe(sum, reputation.scoreOf(WHOLE) + 20, "all of them together <= the one that stayed");
    }

    /// @notice However many jobs and rounds somebody stages with himself: after a time t the score is at most what the stake's target
    ///         gives in t, target (1 - 2^(-t / half-life)).
    function testFuzz_wash_trading_cannot_speed_reputation_up(uint256 seed) public {
        uint256 stake = bound(seed >> 8, 1, 3 * REFERENCE);
        uint256 began = VM.getBlockTimestamp();
        credit(WHOLE, stake);
        uint256 staged = bound(seed, 2, 40);
        for (uint256 i = 0; i < staged; ++i) {
            // Several in the same second, several jobs, any rhythm up to the window.
            if (seed >> i & 1 == 0) skip(bound(uint256(keccak256(abi.encode(seed, i))), 0, 7 days));
            credit(WHOLE, stake);
        }
        uint256 elapsed = VM.getBlockTimestamp() - began;
        uint256 target = (stake < REFERENCE ? stake : REFERENCE) * 1e18 / REFERENCE;
        uint256 most = (target * (HalfLife.ONE - HalfLife.factor(elapsed))) >> 128;
        VM.assertLe(reputation.scoreOf(WHOLE), most + 1, "no faster than time");
        VM.assertGe(reputation.scoreOf(WHOLE) + staged + 1, most, "and no slower, if one works at least once a window");
    }

    /// @notice Rewards of staged rounds are the attacker's own bounty, and come back to the last unit: there is nothing in it to gain.
    function testFuzz_a_round_staged_with_oneself_returns_at_most_its_bounty(uint256 seed, uint128 bounty) public {
        uint256 count = bound(seed, 1, 8);
        openPool(address(flt), bounty, 1);
        uint256 roundId = settled(1, 0, valuesFrom(seed, count, 1, 1e12));
        distributor.distributeRewards(roundId);
        uint256 back = 0;
        for (uint256 i = 0; i < count; ++i) {
            back += claimBy(providerAt(i), roundId);
        }
        VM.assertEq(back, bounty, "what went in");
    }
}
