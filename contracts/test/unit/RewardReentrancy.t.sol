// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILicenceProceeds } from "../../src/interfaces/ILicenceProceeds.sol";
import { IRewardDistributor } from "../../src/interfaces/IRewardDistributor.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { Payee } from "../support/Payee.sol";
import { RewardTest } from "../support/RewardTest.sol";

/// @notice Who is called in the middle of a payment gets nothing else meanwhile, be it its own.
contract RewardReentrancyTest is RewardTest {
    uint128 internal constant BOUNTY = 1000e18 + 1;

    function test_a_recipient_of_eth_that_calls_back_is_paid_once() public {
        openPool(ETH, BOUNTY, 1);
        Payee payee = new Payee();
        uint256 roundId = roundIdOf(1);
        rounds.reveal(roundId, address(payee), 1);
        rounds.reveal(roundId, providerAt(0), 9);
        rounds.finalise(roundId, 0);
        distributor.distributeRewards(roundId);
        bytes memory claim = abi.encodeCall(IRewardDistributor.claim, (roundId));
        payee.callBack(address(distributor), claim);
        payee.call(address(distributor), claim);
        VM.assertTrue(payee.calledBack(), "tried");
        VM.assertFalse(payee.callBackSucceeded(), "refused");
        VM.assertEq(address(payee).balance, BOUNTY / 10, "paid once");
    }

    function test_a_token_that_calls_back_while_a_bounty_arrives_gets_nothing_else() public {
        HostileToken token = new HostileToken(address(this));
        token.approve(address(distributor), type(uint256).max);
        distributor.openPool(JOB, address(token), address(token), 100, 2);
        distributor.closePool(JOB, 1);
        // The refund would be paid while the next bounty is being counted.
        token.callBack(address(distributor), abi.encodeCall(IRewardDistributor.withdrawRefund, (JOB)));
        distributor.openPool(8, publisher, address(token), 100, 1);
        VM.assertTrue(token.calledBack(), "tried");
        VM.assertFalse(token.callBackSucceeded(), "refused");
        VM.assertEq(token.balanceOf(address(distributor)), 200, "all of it is there");
    }

    /// @dev Asks for money that it is owed and, while that is paid, for other money that it is owed.
    function asksWithin(Payee payee, bytes memory first, bytes memory second) internal {
        payee.callBack(address(distributor), second);
        payee.call(address(distributor), first);
        VM.assertTrue(payee.calledBack(), "tried");
        VM.assertFalse(payee.callBackSucceeded(), "one payment at a time");
    }

    function test_nobody_asks_for_money_from_within_a_payment() public {
        openPool(ETH, 300, 3);
        Payee payee = new Payee();
        distributor.openPool{ value: 90 }(8, address(payee), ETH, 90, 1);
        distributor.closePool(8, 0);
        for (uint256 round = 1; round <= 3; ++round) {
            rounds.reveal(roundIdOf(round), address(payee), 5);
            rounds.finalise(roundIdOf(round), round - 1);
            distributor.distributeRewards(roundIdOf(round));
        }
        uint256 published = (uint256(8) << 32) | 1;
        rounds.reveal(published, providerAt(0), 5);
        rounds.finalise(published, 0);
        VM.deal(address(marketplace), 100);
        VM.startPrank(address(marketplace));
        distributor.receiveProceeds{ value: 60 }(roundIdOf(1), ETH, 60, 5000);
        distributor.receiveProceeds{ value: 40 }(published, ETH, 40, 5000);
        VM.stopPrank();

        uint256[] memory second = new uint256[](1);
        second[0] = roundIdOf(2);
        bytes memory third = abi.encodeCall(IRewardDistributor.claim, (roundIdOf(3)));
        asksWithin(payee, abi.encodeCall(IRewardDistributor.claim, (roundIdOf(1))), third);
        asksWithin(payee, abi.encodeCall(IRewardDistributor.claimMany, (second)), third);
        asksWithin(payee, abi.encodeCall(ILicenceProceeds.claimProceeds, (roundIdOf(1), ETH)), third);
        asksWithin(payee, abi.encodeCall(ILicenceProceeds.withdrawPublisherProceeds, (published, ETH)), third);
        asksWithin(payee, abi.encodeCall(IRewardDistributor.withdrawRefund, (8)), third);
        payee.call(address(distributor), third);
        VM.assertEq(address(payee).balance, 300 + 30 + 20 + 90, "and has all of it in the end");
    }

    function test_a_token_that_calls_back_while_a_licence_is_paid_gets_nothing() public {
        openPool(address(flt), 100, 1);
        HostileToken token = new HostileToken(address(this));
        rounds.reveal(roundIdOf(1), address(token), 5);
        rounds.finalise(roundIdOf(1), 0);
        distributor.distributeRewards(roundIdOf(1));
        token.transfer(address(marketplace), 10);
        token.callBack(address(distributor), abi.encodeCall(IRewardDistributor.claim, (roundIdOf(1))));
        VM.startPrank(address(marketplace));
        token.approve(address(distributor), 10);
        distributor.receiveProceeds(roundIdOf(1), address(token), 10, 0);
        VM.stopPrank();
        VM.assertTrue(token.calledBack() && !token.callBackSucceeded(), "one payment at a time");
    }
}
