// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { StakeTree } from "../../src/committee/StakeTree.sol";
import { ICommitteeSelector } from "../../src/interfaces/ICommitteeSelector.sol";
import { SelectorTest } from "../support/SelectorTest.sol";

contract CommitteeStakesTest is SelectorTest {
    /// @dev The namespace's first slot (ERC-7201).
    uint256 private constant STORAGE = 0x6b3bd1cf971a8013b88e34dfc08385cdfe0f72418fabb18e5e7158978d9c8600;

    function test_stakes_are_added_changed_and_removed() public {
        VM.expectEmit(true, true, true, true, address(selector));
        emit ICommitteeSelector.CandidateStakeUpdated(JOB, providerAt(0), 100);
        stake(0, 100);
        stake(1, 200);
        stake(2, 300);
        stake(1, 250);
        stake(0, 0);
        VM.assertEq(selector.candidateCount(JOB), 2, "count");
        VM.assertEq(selector.totalStakeOf(JOB), 550, "total");
        VM.assertEq(selector.stakeOf(JOB, providerAt(1)), 250, "changed");
        VM.assertEq(selector.stakeOf(JOB, providerAt(0)), 0, "removed");
        (address[] memory providers, uint256[] memory stakes) = selector.getCandidates(JOB, 0, 9);
        VM.assertEq(providers.length, 2, "all");
        VM.assertEq(providers[0], providerAt(2), "the last moved into the place left");
        VM.assertEq(stakes[1], 250, "stake");
        (providers,) = selector.getCandidates(JOB, 1, 1);
        VM.assertEq(providers[0], providerAt(1), "second page");
        (providers,) = selector.getCandidates(JOB, 3, 1);
        VM.assertEq(providers.length, 0, "behind the end");
        VM.assertEq(selector.candidateCount(JOB + 1), 0, "another job");
    }

    function test_whoever_has_no_stake_is_no_candidate() public {
        stake(0, 0);
        VM.assertEq(selector.candidateCount(JOB), 0, "none");
    }

    function test_only_the_exchange_sets_stakes() public {
        VM.expectRevert(abi.encodeWithSelector(ICommitteeSelector.CallerNotExchange.selector, address(this)));
        selector.updateStake(JOB, providerAt(0), 1);
    }

    function test_a_stake_beyond_112_bits_is_refused() public {
        stake(0, StakeTree.MAX_STAKE);
        VM.expectRevert(because(ICommitteeSelector.StakeTooLarge.selector, 1 << 112));
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 1 << 112);
    }

    function test_a_job_has_at_most_65535_candidates() public {
        stake(0, 1);
        // The second word of the job's record: total stake, then count.
        uint256 word = uint256(keccak256(abi.encode(JOB, STORAGE + 1))) + 1;
        VM.store(address(selector), bytes32(word), bytes32((uint256(65_535) << 128) | 1));
        VM.assertEq(selector.candidateCount(JOB), 65_535, "full");
        VM.expectRevert(because(ICommitteeSelector.TooManyCandidates.selector, JOB));
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 1);
    }

    // What is frozen

    function test_the_stakes_drawn_from_cannot_change_during_a_draw() public {
        stakeMany(4);
        request(1, 2);
        bytes memory pending = abi.encodeWithSelector(ICommitteeSelector.DrawPending.selector, JOB, roundId(1));
        VM.expectRevert(pending);
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 1);
        VM.expectRevert(pending);
        VM.prank(exchange);
        selector.updateStake(JOB, providerAt(1), 0);
        // Another job's are not concerned.
        VM.prank(exchange);
        selector.updateStake(JOB + 1, providerAt(1), 5);
        fulfil(1);
        stake(1, 1);
        stake(2, 0);
    }

    function test_a_failed_draw_holds_no_stake_back() public {
        stakeMany(4);
        request(1, 2);
        rounds.fail(roundId(1));
        stake(1, 0);
        VM.assertEq(selector.candidateCount(JOB), 3, "left");
    }

    function test_who_comes_after_the_request_is_not_drawn() public {
        stakeMany(3);
        request(1, 3);
        stake(50, StakeTree.MAX_STAKE);
        fulfil(1);
        VM.assertFalse(selector.isMember(roundId(1), providerAt(50)), "too late");
        request(2, 1);
        fulfil(2);
        VM.assertTrue(selector.isMember(roundId(2), providerAt(50)), "in time for the next");
    }
}
