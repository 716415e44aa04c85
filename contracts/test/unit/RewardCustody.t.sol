// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Wiring } from "../../src/governance/Wiring.sol";
import { IRewardDistributor } from "../../src/interfaces/IRewardDistributor.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { Payee } from "../support/Payee.sol";
import { RewardTest } from "../support/RewardTest.sol";

/// @notice What the distributor takes and pays, whatever the contracts around it say.
contract RewardCustodyTest is RewardTest {
    uint128 internal constant BOUNTY = 1000e18 + 1;

    function three(uint256 a, uint256 b, uint256 c) internal pure returns (uint256[] memory points) {
        points = new uint256[](3);
        (points[0], points[1], points[2]) = (a, b, c);
    }

    /// @notice Any points, any amount, any order of claims: every last unit is paid, and nobody is a whole unit off.
    function testFuzz_a_round_pays_its_reward_to_the_last_unit_in_any_order(uint128 bounty, uint256 seed, uint8 many, bool inEth) public {
        uint128 amount = uint128(inEth ? bound(bounty, 0, 1e27) : bounty);
        uint256 count = bound(many, 1, 24);
        openPool(inEth ? ETH : address(flt), amount, 1);
        uint256[] memory points = valuesFrom(seed, count, 1, seed % 2 == 0 ? 3 : type(uint64).max / 24);
        uint256 roundId = settled(1, 0, points);
        distributor.distributeRewards(roundId);
        uint256 totalPoints = distributor.getRoundReward(roundId).totalPoints;
        uint256 paid = 0;
        uint256[] memory order = shuffled(seed, count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 share = claimBy(providerAt(order[i]), roundId);
            uint256 exact = uint256(amount) * points[order[i]];
            VM.assertLt(share * totalPoints, exact + totalPoints, "share < exact + 1");
            VM.assertLt(exact, share * totalPoints + totalPoints, "share > exact - 1");
            VM.assertEq(
                share, inEth ? providerAt(order[i]).balance : flt.balanceOf(providerAt(order[i])), "what is returned is what is paid"
            );
            paid += share;
            VM.assertEq(distributor.getRoundReward(roundId).unclaimed, amount - paid, "unclaimed");
        }
        VM.assertEq(paid, amount, "sum of claims = reward");
        VM.assertEq(inEth ? address(distributor).balance : flt.balanceOf(address(distributor)), 0, "nothing is left");
    }

    /// @notice Rounds finalised before the job is closed, in any number, and the refund: together the bounty, to the last unit.
    function testFuzz_rewards_and_refund_are_the_bounty(uint128 bounty, uint32 roundCount, uint8 done, uint256 seed) public {
        roundCount = uint32(bound(roundCount, 1, type(uint32).max));
        uint256 finalised = bound(done, 0, roundCount < 12 ? roundCount : 12);
        openPool(address(flt), bounty, roundCount);
        uint256 paid = 0;
        for (uint256 k = 0; k < finalised; ++k) {
            settled(k + 1, k, valuesFrom(seed ^ k, 2, 1, 1e9));
        }
        uint256 refund = distributor.closePool(JOB, finalised);
        uint256[] memory order = shuffled(seed, finalised);
        for (uint256 k = 0; k < finalised; ++k) {
            uint256 roundId = roundIdOf(order[k] + 1);
            distributor.distributeRewards(roundId);
            paid += claimBy(providerAt(1), roundId) + claimBy(providerAt(0), roundId);
        }
        VM.assertEq(distributor.getPool(JOB).unassigned, 0, "all of it is somebody's");
        VM.assertEq(distributor.getPool(JOB).refund, refund, "refund");
        if (refund != 0) {
            VM.prank(publisher);
            paid += distributor.withdrawRefund(JOB);
        }
        VM.assertEq(paid, bounty, "claims + refund = bounty");
        VM.assertEq(flt.balanceOf(address(distributor)), 0, "nothing is left");
    }

    function test_two_jobs_and_a_compensation_do_not_touch_each_other() public {
        openPool(ETH, 100, 1);
        distributor.openPool(8, publisher, address(flt), 50, 1);
        compensate(30);
        uint256 failed = (uint256(8) << 32) | 1;
        rounds.reveal(failed, providerAt(0), 2);
        rounds.reveal(failed, providerAt(1), 1);
        rounds.fail(failed, 30);
        distributor.distributeRewards(failed);
        uint256 roundId = settled(1, 0, three(1, 1, 1));
        distributor.distributeRewards(roundId);
        VM.assertTrue(distributor.getRoundReward(failed).compensation, "a compensation");
        VM.assertFalse(distributor.getRoundReward(roundId).compensation, "a reward");
        VM.assertEq(claimBy(providerAt(0), failed), 20, "in the stake token");
        VM.assertEq(claimBy(providerAt(2), roundId), 34, "in ETH");
        VM.assertEq(flt.balanceOf(address(distributor)), 60, "bounty of job 8 and what provider 1 has not claimed");
        VM.assertEq(address(distributor).balance, 66, "what providers 0 and 1 have not claimed");
    }

    function test_a_bounty_in_eth_comes_with_the_call_and_with_nothing_else() public {
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.ValueWrong.selector, 10, 9));
        distributor.openPool{ value: 9 }(JOB, publisher, ETH, 10, 1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.ValueWrong.selector, 10, 11));
        distributor.openPool{ value: 11 }(JOB, publisher, ETH, 10, 1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.ValueWrong.selector, 0, 1));
        distributor.openPool{ value: 1 }(JOB, publisher, address(flt), 10, 1);
        (bool taken,) = address(distributor).call{ value: 1 }("");
        VM.assertFalse(taken, "ETH that nobody could withdraw is refused");
    }

    function test_a_recipient_that_refuses_eth_keeps_its_claim() public {
        openPool(ETH, BOUNTY, 1);
        Payee payee = new Payee();
        uint256 roundId = roundIdOf(1);
        rounds.reveal(roundId, address(payee), 5);
        rounds.reveal(roundId, providerAt(0), 5);
        rounds.finalise(roundId, 0);
        distributor.distributeRewards(roundId);
        payee.refuse(true);
        bytes memory claim = abi.encodeCall(IRewardDistributor.claim, (roundId));
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.PaymentRefused.selector, address(payee)));
        payee.call(address(distributor), claim);
        VM.assertEq(claimBy(providerAt(0), roundId), BOUNTY / 2 + 1, "the others are paid");
        payee.refuse(false);
        payee.call(address(distributor), claim);
        VM.assertEq(address(payee).balance, BOUNTY / 2, "and it, once it takes ETH");
    }

    function test_a_refund_in_eth_goes_to_the_publisher_once() public {
        openPool(ETH, BOUNTY, 3);
        distributor.closePool(JOB, 1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.CallerNotPublisher.selector, JOB, address(this)));
        distributor.withdrawRefund(JOB);
        VM.prank(publisher);
        uint256 refund = distributor.withdrawRefund(JOB);
        VM.assertEq(refund, BOUNTY - BOUNTY / 3, "two thirds");
        VM.assertEq(publisher.balance, refund, "paid");
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToRefund.selector, JOB));
        VM.prank(publisher);
        distributor.withdrawRefund(JOB);
    }

    function test_a_token_that_takes_a_fee_opens_no_pool() public {
        HostileToken token = new HostileToken(address(this));
        token.approve(address(distributor), type(uint256).max);
        token.takeFee(1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.TransferAmountWrong.selector, 100, 99));
        distributor.openPool(JOB, publisher, address(token), 100, 1);
    }

    function test_a_coordinator_that_repeats_a_round_assigns_no_more_than_the_bounty() public {
        openPool(address(flt), 100, 3);
        settled(1, 0, three(1, 1, 1));
        settled(2, 2, three(1, 1, 1));
        settled(3, 2, three(1, 1, 1));
        settled(4, 0, three(1, 1, 1));
        distributor.distributeRewards(roundIdOf(1));
        distributor.distributeRewards(roundIdOf(2));
        // 33 and 34 are gone; the third has 34 again, one more than is left.
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.BountyExceeded.selector, JOB));
        distributor.distributeRewards(roundIdOf(3));
        distributor.distributeRewards(roundIdOf(4));
        VM.assertEq(distributor.getPool(JOB).unassigned, 0, "and the whole bounty is");
    }

    function test_an_exchange_that_forgets_rounds_refunds_no_more_than_is_left() public {
        openPool(address(flt), 100, 3);
        settled(1, 0, three(1, 1, 1));
        distributor.distributeRewards(roundIdOf(1));
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.BountyExceeded.selector, JOB));
        distributor.closePool(JOB, 0);
        VM.assertEq(distributor.closePool(JOB, 1), 67, "what the first round did not earn");
    }

    function test_shares_that_overlap_pay_no_more_than_the_reward() public {
        openPool(address(flt), 100, 1);
        distributor.openPool(8, publisher, address(flt), 100, 1);
        uint256 roundId = roundIdOf(1);
        rounds.script(roundId, providerAt(0), 60, 0, 0);
        rounds.script(roundId, providerAt(1), 41, 20, 1);
        rounds.script(roundId, providerAt(2), 40, 20, 2);
        rounds.scriptPoints(roundId, 100);
        rounds.finalise(roundId, 0);
        distributor.distributeRewards(roundId);
        claimBy(providerAt(0), roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.RewardExceeded.selector, roundId));
        VM.prank(providerAt(1));
        distributor.claim(roundId);
        VM.assertEq(claimBy(providerAt(2), roundId), 40, "what is left");
        VM.assertEq(flt.balanceOf(address(distributor)), 100, "another job's bounty is untouched");
    }

    function compensate(uint256 amount) internal {
        flt.transfer(address(distributor), amount);
        distributor.receiveCompensation(amount);
    }

    function test_failed_rounds_pay_what_the_vault_sent_and_no_more() public {
        openPool(address(flt), 100, 1);
        compensate(20);
        uint256 roundId = roundIdOf(1);
        rounds.reveal(roundId, providerAt(0), 1);
        rounds.fail(roundId, 21);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.CompensationExceeded.selector, roundId));
        distributor.distributeRewards(roundId);
        rounds.fail(roundId, 20);
        distributor.distributeRewards(roundId);
        VM.assertEq(distributor.unassignedCompensation(), 0, "assigned");
        VM.assertEq(claimBy(providerAt(0), roundId), 20, "paid");
        VM.assertEq(distributor.getPool(JOB).unassigned, 100, "the bounty waits for a round that is finalised");
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.CallerNotVault.selector, providerAt(0)));
        VM.prank(providerAt(0));
        distributor.receiveCompensation(1);
    }

    function test_a_round_without_points_or_without_money_is_not_distributed() public {
        openPool(address(flt), 100, 1);
        uint256 roundId = roundIdOf(1);
        rounds.finalise(roundId, 0);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToDistribute.selector, roundId));
        distributor.distributeRewards(roundId);
        rounds.reveal(roundId, providerAt(0), 1);
        rounds.fail(roundId, 0);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingToDistribute.selector, roundId));
        distributor.distributeRewards(roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.RoundNotSettled.selector, 5));
        distributor.distributeRewards(5);
    }

    function test_a_round_is_distributed_once() public {
        openPool(address(flt), 100, 2);
        uint256 roundId = settled(1, 0, three(1, 1, 1));
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NotDistributed.selector, roundId));
        VM.prank(providerAt(0));
        distributor.claim(roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NotDistributed.selector, roundId));
        distributor.shareOf(roundId, providerAt(0));
        distributor.distributeRewards(roundId);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.AlreadyDistributed.selector, roundId));
        distributor.distributeRewards(roundId);
        VM.assertEq(distributor.shareOf(roundId, providerAt(2)), 17, "the last cut");
        VM.assertEq(distributor.shareOf(roundId, providerAt(3)), 0, "revealed nothing");
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.NothingRevealed.selector, roundId, providerAt(3)));
        VM.prank(providerAt(3));
        distributor.claim(roundId);
    }

    function test_claims_are_marked_across_words() public {
        openPool(address(flt), 1000, 1);
        uint256 roundId = roundIdOf(1);
        uint256[6] memory places = [uint256(0), 1, 255, 256, 257, 65_534];
        for (uint256 i = 0; i < 6; ++i) {
            rounds.script(roundId, providerAt(i), 10, 10 * i, places[i]);
        }
        rounds.scriptPoints(roundId, 60);
        rounds.finalise(roundId, 0);
        VM.assertFalse(distributor.isClaimed(roundId, providerAt(0)), "nothing is before the distribution");
        distributor.distributeRewards(roundId);
        for (uint256 i = 0; i < 6; ++i) {
            for (uint256 j = 0; j < 6; ++j) {
                VM.assertTrue(distributor.isClaimed(roundId, providerAt(j)) == (j < i), "those before, and no other");
            }
            claimBy(providerAt(i), roundId);
            VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.AlreadyClaimed.selector, roundId, providerAt(i)));
            VM.prank(providerAt(i));
            distributor.claim(roundId);
        }
        VM.assertFalse(distributor.isClaimed(roundId, providerAt(7)), "who revealed nothing has claimed nothing");
    }

    function test_a_share_that_rounds_to_nothing_is_claimed_without_a_transfer() public {
        openPool(address(flt), 1, 1);
        uint256 roundId = settled(1, 0, three(1, 1, 1));
        distributor.distributeRewards(roundId);
        VM.assertEq(claimBy(providerAt(0), roundId), 0, "nothing");
        VM.assertTrue(distributor.isClaimed(roundId, providerAt(0)), "and claimed");
        VM.assertEq(claimBy(providerAt(2), roundId), 1, "the last cut has the one unit");
    }

    function test_pools_are_the_exchanges_and_open_once() public {
        openPool(address(flt), 10, 1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.PoolAlreadyOpen.selector, JOB));
        distributor.openPool(JOB, publisher, address(flt), 10, 1);
        VM.expectRevert(IRewardDistributor.RoundCountZero.selector);
        distributor.openPool(8, publisher, address(flt), 10, 0);
        VM.expectRevert(IRewardDistributor.AddressZero.selector);
        distributor.openPool(8, address(0), address(flt), 10, 1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.PoolNotOpen.selector, 8));
        distributor.closePool(8, 0);
        distributor.closePool(JOB, 0);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.PoolNotOpen.selector, JOB));
        distributor.closePool(JOB, 0);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.CallerNotExchange.selector, publisher));
        VM.prank(publisher);
        distributor.openPool(8, publisher, ETH, 0, 1);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.CallerNotExchange.selector, publisher));
        VM.prank(publisher);
        distributor.closePool(JOB, 0);
        VM.assertEq(distributor.publisherOf(JOB), publisher, "publisher");
    }

    function test_a_wiring_with_a_hole_deploys_nothing() public {
        for (uint256 i = 0; i < 5; ++i) {
            Wiring memory wiring = wiringOf(VM.getNonce(address(this)));
            if (i == 0) wiring.stakeToken = address(0);
            if (i == 1) wiring.exchange = address(0);
            if (i == 2) wiring.vault = address(0);
            if (i == 3) wiring.coordinator = address(0);
            if (i == 4) wiring.marketplace = address(0);
            VM.expectRevert(IRewardDistributor.AddressZero.selector);
            this.deployDistributor(wiring);
        }
        VM.assertEq(distributor.exchange(), address(this), "exchange");
        VM.assertEq(distributor.coordinator(), address(rounds), "coordinator");
        VM.assertEq(distributor.stakeVault(), address(this), "vault");
        VM.assertEq(distributor.marketplace(), address(marketplace), "marketplace");
        VM.assertEq(distributor.stakeToken(), address(flt), "stake token");
    }
}
