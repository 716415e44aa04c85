// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RoundEntry } from "../../src/libraries/RoundEntry.sol";
import { Test } from "../support/Test.sol";

/// @notice An entry is exactly one thing at a time, and what was packed is what is read.
contract RoundEntryTest is Test {
    bytes32 private constant HASH = keccak256("a commit");

    function test_each_state_is_itself_and_no_other() public pure {
        uint256 committed = RoundEntry.committed(HASH);
        requireState(0, false, false, false);
        requireState(committed, false, false, false);
        requireState(RoundEntry.revealed(7, 1, 30, 40), true, false, false);
        requireState(RoundEntry.receipted(committed), false, true, false);
        requireState(RoundEntry.reported(RoundEntry.receipted(committed)), false, false, true);
    }

    function test_a_reveal_opens_a_commit_with_or_without_a_receipt_and_nothing_else() public pure {
        uint256 committed = RoundEntry.committed(HASH);
        uint256 receipted = RoundEntry.receipted(committed);
        VM.assertTrue(RoundEntry.isOpenCommitTo(committed, HASH), "committed");
        VM.assertTrue(RoundEntry.isOpenCommitTo(receipted, HASH), "receipted");
        VM.assertFalse(RoundEntry.isOpenCommitTo(RoundEntry.reported(receipted), HASH), "reported");
        VM.assertFalse(RoundEntry.isOpenCommitTo(RoundEntry.revealed(7, 1, 30, 40), HASH), "revealed");
        VM.assertFalse(RoundEntry.isOpenCommitTo(0, bytes32(0)), "nothing");
        VM.assertFalse(RoundEntry.isOpenCommitTo(committed, bytes32(uint256(HASH) ^ 1)), "another commit");
        VM.assertFalse(RoundEntry.isOpenCommitTo(receipted, bytes32(uint256(HASH) ^ 1)), "another commit, receipted");
    }

    function testFuzz_what_a_reveal_keeps_is_read_back(uint32 weight, uint16 index, uint64 points, uint64 before) public pure {
        uint256 entry = RoundEntry.revealed(weight, index, points, before);
        VM.assertEq(RoundEntry.weightOf(entry), weight, "weight");
        (uint256 readPoints, uint256 readBefore, uint256 readIndex) = RoundEntry.shareOf(entry);
        VM.assertEq(readPoints, points, "points");
        VM.assertEq(readBefore, before, "points before");
        VM.assertEq(readIndex, index, "index");
    }

    function requireState(uint256 entry, bool revealed, bool receipted, bool reported) private pure {
        VM.assertTrue(RoundEntry.isRevealed(entry) == revealed, "revealed");
        VM.assertTrue(RoundEntry.isReceipted(entry) == receipted, "receipted");
        VM.assertTrue(RoundEntry.isReported(entry) == reported, "reported");
    }
}
