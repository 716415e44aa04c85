// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Test } from "../support/Test.sol";
import { Laws } from "./Laws.sol";
import { StakeMoves } from "./moves/StakeMoves.sol";
import { MemberMoves } from "./moves/MemberMoves.sol";
import { RoundMoves } from "./moves/RoundMoves.sol";
import { TimeMoves } from "./moves/TimeMoves.sol";
import { SettlementMoves } from "./moves/SettlementMoves.sol";
import { OptimisticMoves } from "./moves/OptimisticMoves.sol";
import { ContributionMoves } from "./moves/ContributionMoves.sol";
import { RewardMoves } from "./moves/RewardMoves.sol";
import { MarketMoves } from "./moves/MarketMoves.sol";
import { ThiefMoves } from "./moves/ThiefMoves.sol";
import { Ledger } from "./world/Ledger.sol";
import { World } from "./world/World.sol";

/// @title Campaign
/// @notice The world, all handlers, and the moves that a campaign draws from.
abstract contract Campaign is Test {
    World internal world;
    Ledger internal ledger;
    Laws internal laws;
    StakeMoves internal stakeMoves;
    MemberMoves internal memberMoves;
    RoundMoves internal roundMoves;
    TimeMoves internal timeMoves;
    SettlementMoves internal settlementMoves;
    OptimisticMoves internal optimisticMoves;
    ContributionMoves internal contributionMoves;
    RewardMoves internal rewardMoves;
    MarketMoves internal marketMoves;
    ThiefMoves internal thiefMoves;

    FuzzSelector[] internal targets;

    function setUp() public {
        delete targets;
        world = new World();
        ledger = world.ledger();
        laws = new Laws(world);
        stakeMoves = new StakeMoves(world);
        memberMoves = new MemberMoves(world);
        roundMoves = new RoundMoves(world);
        timeMoves = new TimeMoves(world);
        settlementMoves = new SettlementMoves(world);
        optimisticMoves = new OptimisticMoves(world);
        contributionMoves = new ContributionMoves(world);
        rewardMoves = new RewardMoves(world);
        marketMoves = new MarketMoves(world);
        thiefMoves = new ThiefMoves(world);
        listStakeMoves();
        listMemberMoves();
        listRoundMoves();
        listTimeMoves();
        listSettlementMoves();
        listOptimisticMoves();
        listContributionMoves();
        listRewardMoves();
        listMarketMoves();
        listThiefMoves();
    }

    function targetContracts() external view returns (address[] memory handlers) {
        handlers = new address[](targets.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            handlers[i] = targets[i].addr;
        }
    }

    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return targets;
    }

    function listStakeMoves() private {
        bytes4[] memory moves = new bytes4[](5);
        moves[0] = stakeMoves.deposit.selector;
        moves[1] = stakeMoves.unbond.selector;
        moves[2] = stakeMoves.withdraw.selector;
        moves[3] = stakeMoves.withdrawEarly.selector;
        moves[4] = stakeMoves.collectFines.selector;
        targets.push(FuzzSelector(address(stakeMoves), moves));
    }

    function listMemberMoves() private {
        bytes4[] memory moves = new bytes4[](7);
        moves[0] = memberMoves.create.selector;
        moves[1] = memberMoves.join.selector;
        moves[2] = memberMoves.depart.selector;
        moves[3] = memberMoves.refresh.selector;
        moves[4] = memberMoves.close.selector;
        moves[5] = memberMoves.withdrawRefund.selector;
        moves[6] = memberMoves.release.selector;
        targets.push(FuzzSelector(address(memberMoves), moves));
    }

    function listRoundMoves() private {
        bytes4[] memory moves = new bytes4[](12);
        moves[0] = roundMoves.startRound.selector;
        moves[1] = roundMoves.draw.selector;
        moves[2] = roundMoves.commitOne.selector;
        moves[3] = roundMoves.copyCommit.selector;
        moves[4] = roundMoves.revealOne.selector;
        moves[5] = roundMoves.everybodyCommits.selector;
        moves[6] = roundMoves.everybodyReveals.selector;
        moves[7] = roundMoves.playRound.selector;
        moves[8] = roundMoves.postReceipt.selector;
        moves[9] = roundMoves.reportSilent.selector;
        moves[10] = roundMoves.advance.selector;
        moves[11] = roundMoves.fail.selector;
        targets.push(FuzzSelector(address(roundMoves), moves));
    }

    function listTimeMoves() private {
        bytes4[] memory moves = new bytes4[](2);
        moves[0] = timeMoves.wait.selector;
        moves[1] = timeMoves.waitLong.selector;
        targets.push(FuzzSelector(address(timeMoves), moves));
    }

    function listSettlementMoves() private {
        bytes4[] memory moves = new bytes4[](7);
        moves[0] = settlementMoves.settleWhole.selector;
        moves[1] = settlementMoves.verifySome.selector;
        moves[2] = settlementMoves.complete.selector;
        moves[3] = settlementMoves.completeWithout.selector;
        moves[4] = settlementMoves.publishOne.selector;
        moves[5] = settlementMoves.publishPart.selector;
        moves[6] = settlementMoves.publishBadly.selector;
        targets.push(FuzzSelector(address(settlementMoves), moves));
    }

    function listOptimisticMoves() private {
        bytes4[] memory moves = new bytes4[](7);
        moves[0] = optimisticMoves.proposeTrue.selector;
        moves[1] = optimisticMoves.proposeFalse.selector;
        moves[2] = optimisticMoves.challenge.selector;
        moves[3] = optimisticMoves.resolve.selector;
        moves[4] = optimisticMoves.resolveEarly.selector;
        moves[5] = optimisticMoves.resolveTwice.selector;
        moves[6] = optimisticMoves.proveWrongly.selector;
        targets.push(FuzzSelector(address(optimisticMoves), moves));
    }

    function listContributionMoves() private {
        bytes4[] memory moves = new bytes4[](5);
        moves[0] = contributionMoves.revealProved.selector;
        moves[1] = contributionMoves.revealBatch.selector;
        moves[2] = contributionMoves.revealDisproved.selector;
        moves[3] = contributionMoves.reportFailed.selector;
        moves[4] = contributionMoves.reportInnocent.selector;
        targets.push(FuzzSelector(address(contributionMoves), moves));
    }

    function listRewardMoves() private {
        bytes4[] memory moves = new bytes4[](8);
        moves[0] = rewardMoves.distribute.selector;
        moves[1] = rewardMoves.claim.selector;
        moves[2] = rewardMoves.claimMany.selector;
        moves[3] = rewardMoves.claimTwice.selector;
        moves[4] = rewardMoves.distributeTwice.selector;
        moves[5] = rewardMoves.credit.selector;
        moves[6] = rewardMoves.armToken.selector;
        moves[7] = rewardMoves.armReceiver.selector;
        targets.push(FuzzSelector(address(rewardMoves), moves));
    }

    function listMarketMoves() private {
        bytes4[] memory moves = new bytes4[](6);
        moves[0] = marketMoves.list.selector;
        moves[1] = marketMoves.delist.selector;
        moves[2] = marketMoves.buy.selector;
        moves[3] = marketMoves.buyBadly.selector;
        moves[4] = marketMoves.collect.selector;
        moves[5] = marketMoves.collectForPublisher.selector;
        targets.push(FuzzSelector(address(marketMoves), moves));
    }

    function listThiefMoves() private {
        bytes4[] memory moves = new bytes4[](13);
        moves[0] = thiefMoves.stealStake.selector;
        moves[1] = thiefMoves.stealBounty.selector;
        moves[2] = thiefMoves.pretend.selector;
        moves[3] = thiefMoves.revealCopy.selector;
        moves[4] = thiefMoves.revealLate.selector;
        moves[5] = thiefMoves.revealTwice.selector;
        moves[6] = thiefMoves.commitUnasked.selector;
        moves[7] = thiefMoves.settleOutOfTurn.selector;
        moves[8] = thiefMoves.disturb.selector;
        moves[9] = thiefMoves.reportLoud.selector;
        moves[10] = thiefMoves.claimUnearned.selector;
        moves[11] = thiefMoves.failEarly.selector;
        moves[12] = thiefMoves.publishAsImpostor.selector;
        targets.push(FuzzSelector(address(thiefMoves), moves));
    }
}
