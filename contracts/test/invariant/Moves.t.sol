// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Campaign } from "./Campaign.sol";

/// @notice That the campaign's moves lead somewhere: laws that hold of nothing would be worth nothing.
contract MovesTest is Campaign {
    uint256 private constant WORLDS = 48;
    uint256 private constant MOVES = 128;
    /// What forge answers to a move whose time has not come.
    bytes32 private constant DISCARDED = keccak256("FOUNDRY::ASSUME");

    mapping(bytes32 move => uint256) private count;

    function test_a_campaign_makes_every_move_with_every_outcome() public {
        VM.pauseGasMetering();
        bytes32[] memory moves = names();
        uint256 missing = moves.length;
        for (uint256 i = 0; i < WORLDS && missing != 0; ++i) {
            if (i != 0) setUp();
            this.play(i);
            missing = 0;
            for (uint256 j = 0; j < moves.length; ++j) {
                count[moves[j]] += ledger.count(moves[j]);
                if (count[moves[j]] == 0) ++missing;
            }
        }
        for (uint256 j = 0; j < moves.length; ++j) {
            VM.assertTrue(count[moves[j]] != 0, string(abi.encodePacked("never: ", moves[j])));
        }
    }

    /// @dev As many moves as a run of the campaign makes, drawn as it draws them.
    function play(uint256 seed) external {
        uint256 made = 0;
        for (uint256 i = 0; made < MOVES; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            bytes memory data = abi.encodePacked(draw, keccak256(abi.encode(draw)), draw >> 7, draw >> 13);
            (address target, bytes4 selector) = moveAt(draw >> 128);
            (bool done, bytes memory answer) = target.call(bytes.concat(selector, data));
            if (done) ++made;
            else VM.assertEq(keccak256(answer), DISCARDED, "a move reverted");
        }
    }

    function moveAt(uint256 draw) private view returns (address, bytes4) {
        uint256 total = 0;
        for (uint256 i = 0; i < targets.length; ++i) {
            total += targets[i].selectors.length;
        }
        uint256 index = draw % total;
        uint256 k = 0;
        while (index >= targets[k].selectors.length) index -= targets[k++].selectors.length;
        return (targets[k].addr, targets[k].selectors[index]);
    }

    function names() private pure returns (bytes32[] memory list) {
        bytes32[93] memory moves = [
            bytes32("deposit"),
            "unbond",
            "withdraw",
            "withdrawEarly",
            "collectFines",
            "create",
            "join",
            "depart",
            "refresh",
            "close",
            "withdrawRefund",
            "release",
            "startRound",
            "draw",
            "commitOne",
            "copyCommit",
            "revealOne",
            "everybodyCommits",
            "everybodyReveals",
            "playRound",
            "postReceipt",
            "reportSilent",
            "advance",
            "fail",
            "wait",
            "waitLong",
            "settleWhole",
            "verifySome",
            "complete",
            "completeWithout",
            "publishOne",
            "publishPart",
            "publishBadly",
            "publishAsImpostor",
            "proposeTrue",
            "proposeFalse",
            "challenge",
            "resolve",
            "resolveEarly",
            "resolveTwice",
            "proveWrongly",
            "revealProved",
            "revealBatch",
            "revealDisproved",
            "reportFailed",
            "reportInnocent",
            "distribute",
            "claim",
            "claimMany",
            "claimTwice",
            "distributeTwice",
            "credit",
            "armToken",
            "armReceiver",
            "list",
            "delist",
            "buy",
            "buyBadly",
            "collect",
            "collectForPublisher",
            "stealStake",
            "stealBounty",
            "pretend",
            "revealCopy",
            "revealLate",
            "revealTwice",
            "commitUnasked",
            "settleOutOfTurn",
            "disturb",
            "reportLoud",
            "claimUnearned",
            "failEarly",
            "fail: not drawn",
            "fail: not published",
            "fail: not settled",
            "fail: too few",
            "publishPart: all",
            "settle: aggregator",
            "settle: backup",
            "settle: a proposal",
            "settleInTime",
            "revealInTime",
            "challenge: right",
            "challenge: wrong",
            "resolve: won",
            "resolve: lost",
            "distribute: compensation",
            "claim: ETH",
            "claim: calls back",
            "claim: hostile token",
            "claim: compensation",
            "buy: ETH",
            "buy: token"
        ];
        list = new bytes32[](moves.length);
        for (uint256 i = 0; i < moves.length; ++i) {
            list[i] = moves[i];
        }
    }
}
