// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { IReputation } from "../../src/interfaces/IReputation.sol";
import { HalfLife } from "../../src/libraries/HalfLife.sol";
import { Reputation } from "../../src/rewards/Reputation.sol";
import { RewardTest } from "../support/RewardTest.sol";

contract ReputationTest is RewardTest {
    uint256 internal constant REFERENCE = 10_000e18;
    uint256 internal constant HALF_LIFE = 90 days;

    /// @dev A round that the provider took part in, just finalised.
    function worked(address provider, uint256 jobId, uint256 round, uint256 stake) internal returns (uint256 roundId) {
        roundId = (jobId << 32) | round;
        rounds.reveal(roundId, provider, 1);
        rounds.finalise(roundId, 0);
        rounds.start(jobId, round);
        rounds.lock(provider, jobId, stake);
    }

    function creditFor(address provider, uint256 jobId, uint256 round, uint256 stake) internal returns (uint256) {
        uint256 roundId = worked(provider, jobId, round, stake);
        VM.prank(provider);
        return reputation.credit(roundId);
    }

    /// @dev Weekly credits for `weeks_` weeks, the first of them to start the clock.
    function raise(address provider, uint256 weeks_, uint256 stake) internal returns (uint256 score) {
        for (uint256 i = 0; i <= weeks_; ++i) {
            if (i != 0) skip(7 days);
            score = creditFor(provider, JOB, reputation.lastCredited(JOB, provider) + 1, stake);
        }
    }

    /// @notice 1 - 2^(-elapsed / half-life), in 1/10^18.
    function approached(uint256 elapsed) internal pure returns (uint256) {
        return (1e18 * (HalfLife.ONE - HalfLife.factor(elapsed))) >> 128;
    }

    function near(uint256 value, uint256 wanted, uint256 tolerance, string memory law) internal pure {
        VM.assertLe(value, wanted + tolerance, law);
        VM.assertGe(value + tolerance, wanted, law);
    }

    function test_the_decay_halves_at_the_half_life() public pure {
        VM.assertEq(HalfLife.factor(0), 1 << 128, "1 at once");
        near(HalfLife.factor(HALF_LIFE), 1 << 127, 1 << 38, "a half");
        near(HalfLife.factor(10 * HALF_LIFE), 1 << 118, 1 << 38, "1 / 1024");
        // 2^(-7/90) and 2^(-1/90).
        near((HalfLife.factor(7 days) * 1e18) >> 128, 947_516_007_814_838_599, 1, "a week");
        near((HalfLife.factor(1 days) * 1e18) >> 128, 992_327_946_262_943_481, 1, "a day");
        VM.assertEq(HalfLife.factor(type(uint40).max) >> 38, 0, "and nothing in the end");
    }

    function testFuzz_decay_is_the_same_in_one_step_or_two_and_never_rises(uint32 first, uint32 second) public pure {
        uint256 twice = ((HalfLife.factor(first) >> 1) * HalfLife.factor(second)) >> 127;
        near(HalfLife.factor(uint256(first) + second), twice, 1 << 38, "f(a) f(b) = f(a + b)");
        VM.assertLe(HalfLife.factor(uint256(first) + 1), HalfLife.factor(first), "falling");
    }

    function test_a_newcomer_starts_at_the_floor_and_its_first_credit_starts_the_clock() public {
        VM.assertEq(reputation.multiplierOf(providerAt(0)), 10_000, "the floor");
        VM.assertEq(creditFor(providerAt(0), JOB, 1, REFERENCE), 0, "nothing yet");
        VM.assertEq(reputation.standingOf(providerAt(0)).updatedAt, 1_800_000_000, "the clock runs");
        skip(7 days);
        uint256 score = creditFor(providerAt(0), JOB, 2, REFERENCE);
        VM.assertEq(score, approached(7 days), "a week's approach to 1");
        VM.assertEq(reputation.multiplierOf(providerAt(0)), 10_524, "1 + 0.0524");
        VM.assertEq(reputation.lastCredited(JOB, providerAt(0)), 2, "credited");
    }

    function test_a_year_of_weekly_work_comes_close_to_twice_and_never_there() public {
        raise(providerAt(0), 52, REFERENCE);
        VM.assertEq(reputation.multiplierOf(providerAt(0)), 19_393, "a year");
        raise(providerAt(0), 200, 100 * REFERENCE);
        VM.assertLe(reputation.multiplierOf(providerAt(0)), 19_999, "never twice, whatever the stake");
        VM.assertGe(reputation.multiplierOf(providerAt(0)), 19_999, "and close to it");
    }

    function test_the_target_is_the_stakes_part_of_the_reference() public {
        raise(providerAt(0), 8, REFERENCE);
        uint256 whole = reputation.scoreOf(providerAt(0));
        VM.warp(1_800_000_000);
        raise(providerAt(1), 8, REFERENCE / 4);
        near(reputation.scoreOf(providerAt(1)), whole / 4, 10, "a quarter of the stake, a quarter of the score");
        VM.warp(1_800_000_000);
        raise(providerAt(2), 8, 3 * REFERENCE);
        VM.assertEq(reputation.scoreOf(providerAt(2)), whole, "more than the reference adds nothing");
        VM.warp(1_800_000_000);
        raise(providerAt(3), 8, 0);
        VM.assertEq(reputation.scoreOf(providerAt(3)), 0, "nothing at stake, nothing gained");
    }

    function test_a_score_decays_while_its_owner_is_away() public {
        raise(providerAt(0), 8, REFERENCE);
        uint256 score = reputation.scoreOf(providerAt(0));
        skip(HALF_LIFE);
        near(reputation.scoreOf(providerAt(0)), score / 2, 1, "half after a half-life");
        skip(200 * HALF_LIFE);
        VM.assertEq(reputation.multiplierOf(providerAt(0)), 10_000, "back at the floor");
    }

    function test_an_absence_counts_for_one_window_only() public {
        creditFor(providerAt(0), JOB, 1, REFERENCE);
        skip(365 days);
        VM.assertEq(creditFor(providerAt(0), JOB, 2, REFERENCE), approached(7 days), "not a year's worth");
    }

    function test_a_shorter_unbonding_delay_shortens_the_window() public {
        rounds.delay(2 days);
        creditFor(providerAt(0), JOB, 1, REFERENCE);
        skip(7 days);
        VM.assertEq(creditFor(providerAt(0), JOB, 2, REFERENCE), approached(2 days), "the stake could have been elsewhere before");
    }

    function test_a_fault_halves_the_score_and_forfeits_the_time() public {
        raise(providerAt(0), 8, REFERENCE);
        skip(7 days);
        uint256 score = reputation.scoreOf(providerAt(0));
        reputation.recordFault(providerAt(0));
        VM.assertEq(reputation.scoreOf(providerAt(0)), score / 2, "half");
        VM.assertEq(reputation.standingOf(providerAt(0)).faults, 1, "counted");
        VM.assertEq(creditFor(providerAt(0), JOB, 20, REFERENCE), score / 2, "the week before the fault gains nothing any more");
        VM.prank(address(rounds));
        reputation.recordFault(providerAt(0));
        VM.assertEq(reputation.scoreOf(providerAt(0)), score / 4, "and again");
    }

    function test_a_fault_before_the_first_credit_starts_no_clock() public {
        reputation.recordFault(providerAt(0));
        skip(7 days);
        VM.assertEq(creditFor(providerAt(0), JOB, 1, REFERENCE), 0, "the first credit still only starts it");
        VM.assertEq(reputation.standingOf(providerAt(0)).faults, 1, "the fault is on record");
    }

    function test_only_the_coordinator_and_disputes_record_faults() public {
        VM.expectRevert(abi.encodeWithSelector(IReputation.CallerMayNotRecordFaults.selector, providerAt(1)));
        VM.prank(providerAt(1));
        reputation.recordFault(providerAt(0));
    }

    function test_a_credit_needs_a_finalised_round_and_a_reveal_of_the_callers() public {
        uint256 roundId = roundIdOf(1);
        rounds.reveal(roundId, providerAt(0), 1);
        rounds.start(JOB, 1);
        VM.expectRevert(abi.encodeWithSelector(IReputation.RoundNotFinalised.selector, roundId));
        VM.prank(providerAt(0));
        reputation.credit(roundId);
        rounds.fail(roundId, 0);
        VM.expectRevert(abi.encodeWithSelector(IReputation.RoundNotFinalised.selector, roundId));
        VM.prank(providerAt(0));
        reputation.credit(roundId);
        rounds.finalise(roundId, 0);
        VM.expectRevert(abi.encodeWithSelector(IReputation.NothingRevealed.selector, roundId, providerAt(1)));
        VM.prank(providerAt(1));
        reputation.credit(roundId);
    }

    function test_a_round_is_credited_once_and_none_before_it_afterwards() public {
        uint256 first = worked(providerAt(0), JOB, 1, REFERENCE);
        creditFor(providerAt(0), JOB, 2, REFERENCE);
        skip(7 days);
        VM.expectRevert(abi.encodeWithSelector(IReputation.AlreadyCredited.selector, roundIdOf(2), providerAt(0)));
        VM.prank(providerAt(0));
        reputation.credit(roundIdOf(2));
        VM.expectRevert(abi.encodeWithSelector(IReputation.AlreadyCredited.selector, first, providerAt(0)));
        VM.prank(providerAt(0));
        reputation.credit(first);
    }

    function test_rounds_cannot_be_kept_for_later() public {
        uint256 roundId = worked(providerAt(0), JOB, 1, REFERENCE);
        rounds.start(JOB, 3);
        VM.expectRevert(abi.encodeWithSelector(IReputation.RoundStale.selector, roundId, 3));
        VM.prank(providerAt(0));
        reputation.credit(roundId);
        rounds.start(JOB, 2);
        VM.prank(providerAt(0));
        reputation.credit(roundId);
    }

    function test_credits_and_faults_are_told() public {
        raise(providerAt(0), 1, REFERENCE);
        skip(7 days);
        uint256 roundId = worked(providerAt(0), JOB, 9, REFERENCE / 2);
        uint256 before = reputation.standingOf(providerAt(0)).score;
        uint256 score = (before * HalfLife.factor(7 days) + 5e17 * (HalfLife.ONE - HalfLife.factor(7 days))) >> 128;
        VM.expectEmit(true, true, true, true, address(reputation));
        emit IReputation.ReputationCredited(providerAt(0), roundId, REFERENCE / 2, score);
        VM.prank(providerAt(0));
        reputation.credit(roundId);
        VM.expectEmit(true, true, true, true, address(reputation));
        emit IReputation.FaultRecorded(providerAt(0), address(this), score / 2);
        reputation.recordFault(providerAt(0));
    }

    function test_a_proxy_elsewhere_is_not_initialised() public {
        Reputation implementation = new Reputation(wiringOf(VM.getNonce(address(this)) + 10));
        VM.expectPartialRevert(IExchangeModule.NotInPlace.selector);
        this.deployProxy(address(implementation));
    }

    function test_nothing_is_initialised_twice() public {
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        reputation.initialize();
    }

    function deployProxy(address implementation) external {
        new ERC1967Proxy(implementation, abi.encodeCall(Reputation.initialize, ()));
    }
}
