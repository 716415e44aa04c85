// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IRewardDistributor } from "../../src/interfaces/IRewardDistributor.sol";
import { ProportionalShare } from "../../src/libraries/ProportionalShare.sol";
import { ExchangeTest } from "../support/ExchangeTest.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

contract RewardDistributorTest is ExchangeTest {
    AcceptsEverything internal verifier;
    uint256 internal jobId;

    function setUp() public {
        deploy();
        verifier = new AcceptsEverything(32, 2, 20);
        jobId = createJob(specFor(verifier));
        joinMany(jobId, 3);
    }

    function settledRound() internal returns (uint256 roundId) {
        uint256 round = playToAggregating(jobId, 3);
        settle(jobId);
        roundId = uint256(coordinator.roundKeyOf(jobId, round));
    }

    function test_the_whole_bounty_is_paid_to_the_last_unit() public {
        uint256 paid = 0;
        uint256 totalWeight = weightAt(0) + weightAt(1) + weightAt(2);
        for (uint256 r = 0; r < 3; ++r) {
            uint256 roundId = settledRound();
            distributor.distributeRewards(roundId);
            uint256 amount = distributor.getRoundReward(roundId).amount;
            for (uint256 i = 0; i < 3; ++i) {
                VM.prank(providerAt(i));
                uint256 share = distributor.claim(roundId);
                paid += share;
                // |share - amount w / W| < 1
                VM.assertLt(share * totalWeight, amount * weightAt(i) + totalWeight, "not above its proportion");
                VM.assertLt(amount * weightAt(i), share * totalWeight + totalWeight, "not below its proportion");
            }
        }
        VM.assertEq(paid, BOUNTY, "sum of claims = bounty");
        VM.assertEq(flt.balanceOf(address(distributor)), 0, "nothing is left");
    }

    function test_a_claim_is_paid_once_and_only_to_who_revealed() public {
        uint256 roundId = settledRound();
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NotDistributed.selector, roundId));
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        distributor.distributeRewards(roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.AlreadyDistributed.selector, roundId));
        distributor.distributeRewards(roundId);
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        VM.assertTrue(distributor.isClaimed(roundId, providerAt(0)), "claimed");
        VM.assertFalse(distributor.isClaimed(roundId, providerAt(1)), "not yet");
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.AlreadyClaimed.selector, roundId, providerAt(0)));
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingRevealed.selector, roundId, address(this)));
        distributor.claim(roundId);
    }

    function test_an_unsettled_round_pays_nothing() public {
        uint256 round = playToAggregating(jobId, 3);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.RoundNotSettled.selector, roundId));
        distributor.distributeRewards(roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.RoundNotSettled.selector, 5));
        distributor.distributeRewards(5);
    }

    function test_a_round_that_failed_without_fault_pays_nothing() public {
        uint256 round = start(jobId);
        skip(1 hours + 1);
        coordinator.failRound(jobId);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToDistribute.selector, roundId));
        distributor.distributeRewards(roundId);
    }

    function test_rewards_survive_the_closing_of_the_job_and_come_in_any_order() public {
        uint256 first = settledRound();
        uint256 second = settledRound();
        VM.prank(publisher);
        exchange.closeJob(jobId);
        VM.prank(publisher);
        uint256 refund = distributor.withdrawRefund(jobId);
        distributor.distributeRewards(second);
        distributor.distributeRewards(first);
        uint256 paid = refund;
        uint256[] memory both = new uint256[](2);
        both[0] = second;
        both[1] = first;
        for (uint256 i = 3; i > 0; --i) {
            uint256 before = flt.balanceOf(providerAt(i - 1));
            VM.prank(providerAt(i - 1));
            distributor.claimMany(both);
            paid += flt.balanceOf(providerAt(i - 1)) - before;
        }
        VM.assertEq(paid, BOUNTY, "claims and refund are the bounty");
    }

    function test_only_the_exchange_opens_and_closes_pools() public {
        VM.expectPartialRevert(IRewardDistributor.CallerNotExchange.selector);
        distributor.openPool(9, publisher, address(flt), 1, 1);
        VM.expectPartialRevert(IRewardDistributor.CallerNotExchange.selector);
        distributor.closePool(jobId, 0);
    }

    function test_a_token_that_calls_back_is_paid_out_once() public {
        HostileToken token = new HostileToken(publisher);
        VM.prank(publisher);
        token.approve(address(exchange), type(uint256).max);
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.bountyToken = address(token);
        jobId = createJob(spec);
        joinMany(jobId, 3);
        uint256 roundId = settledRound();
        distributor.distributeRewards(roundId);
        token.callBack(address(distributor), abi.encodeCall(IRewardDistributor.claim, (roundId)));
        VM.prank(providerAt(0));
        uint256 share = distributor.claim(roundId);
        VM.assertTrue(token.calledBack(), "tried");
        VM.assertFalse(token.callBackSucceeded(), "refused");
        VM.assertEq(token.balanceOf(providerAt(0)), share, "paid once");
    }

    function test_more_than_255_providers_each_claim_once() public {
        IDataExchange.TrainingJobSpec memory spec = specFor(verifier);
        spec.maxProviders = 260;
        spec.maxWeight = 4000;
        jobId = createJob(spec);
        joinMany(jobId, 258);
        uint256 round = playToAggregating(jobId, 258);
        settle(jobId);
        uint256 roundId = uint256(coordinator.roundKeyOf(jobId, round));
        distributor.distributeRewards(roundId);
        uint256 paid = 0;
        for (uint256 i = 258; i > 0; --i) {
            VM.assertFalse(distributor.isClaimed(roundId, providerAt(i - 1)), "not yet");
            VM.prank(providerAt(i - 1));
            paid += distributor.claim(roundId);
            VM.expectPartialRevert(IRewardDistributor.AlreadyClaimed.selector);
            VM.prank(providerAt(i - 1));
            distributor.claim(roundId);
        }
        VM.assertEq(paid, distributor.getRoundReward(roundId).amount, "all of the round's reward");
    }

    function testFuzz_shares_of_any_partition_add_up(uint128 amount, uint32[8] memory parts) public pure {
        uint256 whole = 0;
        for (uint256 i = 0; i < 8; ++i) {
            whole += parts[i];
        }
        VM.assume(whole != 0);
        uint256 sum = 0;
        uint256 at_ = 0;
        for (uint256 i = 0; i < 8; ++i) {
            uint256 share = ProportionalShare.between(amount, at_, at_ + parts[i], whole);
            VM.assertLt(share * whole, uint256(amount) * parts[i] + whole, "share < exact + 1");
            VM.assertLt(uint256(amount) * parts[i], share * whole + whole, "share > exact - 1");
            sum += share;
            at_ += parts[i];
        }
        VM.assertEq(sum, amount, "sum of shares = amount");
    }
}
