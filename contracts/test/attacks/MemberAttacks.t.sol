// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RoundTest } from "../support/RoundTest.sol";

/// @notice What a job's other parties may try against an honest member: its backup's bond, and the freedom of its providers' stakes.
contract MemberAttacksTest is RoundTest {
    function test_an_aggregator_and_its_providers_take_nothing_from_a_backup_that_has_no_opening() public {
        uint256 round = playToAggregating(jobId, 3);
        skip(4 hours + 1);
        coordinator.failRound(jobId);
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE - 501, "it signed for every opening");
        assertBackupUnharmed();
        VM.assertEq(coordinator.outcomeOf((jobId << 32) | round).compensation, 501, "its own money alone comes back");
    }

    function test_one_receipt_does_not_make_a_backup_answer_for_openings_it_never_got() public {
        uint256 round = start(jobId);
        commitAll(round);
        revealBy(BACKUP_KEY, round, 0);
        revealBy(AGGREGATOR_KEY, round, 1);
        revealBy(AGGREGATOR_KEY, round, 2);
        skip(4 hours + 1);
        coordinator.failRound(jobId);
        assertBackupUnharmed();
        VM.assertEq(vault.lockedFor(aggregator, jobId), AGGREGATOR_STAKE, "nor is it shown that the aggregator had them all");
        VM.assertEq(coordinator.outcomeOf((jobId << 32) | round).compensation, 0, "so nobody pays");
    }

    function test_rounds_without_a_pause_hold_no_stake() public {
        address victim = providerAt(2);
        uint256 round = start(jobId);
        commit(jobId, round, 0);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        round = start(jobId);
        VM.prank(victim);
        exchange.leaveJob(jobId);
        VM.assertEq(vault.bondOf(victim).free, PROVIDER_STAKE, "free, though the next round runs already");
        commit(jobId, round, 0);
        commit(jobId, round, 1);
        skip(1 hours + 1);
        coordinator.advanceRound(jobId);
        revealBy(AGGREGATOR_KEY, round, 0);
        revealBy(AGGREGATOR_KEY, round, 1);
        settle(jobId);
    }

    function revealBy(uint256 key, uint256 round, uint256 index) private {
        bytes memory update = updateBy(key, jobId, round, index);
        bytes32 roundKey = coordinator.roundKeyOf(jobId, round);
        VM.prank(providerAt(index));
        coordinator.submitUpdate(roundKey, update);
    }

    function assertBackupUnharmed() private view {
        VM.assertEq(vault.lockedFor(backup, jobId), AGGREGATOR_STAKE, "the backup keeps its bond");
        VM.assertEq(uint256(reputation.standingOf(backup).faults), 0, "and its name");
    }
}
