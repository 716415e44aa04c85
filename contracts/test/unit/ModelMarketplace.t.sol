// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ILicenceProceeds } from "../../src/interfaces/ILicenceProceeds.sol";
import { IModelMarketplace } from "../../src/interfaces/IModelMarketplace.sol";
import { IRewardDistributor } from "../../src/interfaces/IRewardDistributor.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { Payee } from "../support/Payee.sol";
import { RewardTest } from "../support/RewardTest.sol";

contract ModelMarketplaceTest is RewardTest {
    bytes32 internal constant TERMS = keccak256("terms");
    address internal constant BUYER = address(0xB0B);

    uint256 internal roundId;

    function setUp() public override {
        super.setUp();
        openPool(address(flt), 1000, 1);
        uint256[] memory points = new uint256[](3);
        (points[0], points[1], points[2]) = (5000, 3000, 2000);
        roundId = settled(1, 0, points);
        VM.prank(BUYER);
        flt.approve(address(marketplace), type(uint256).max);
        flt.transfer(BUYER, 1e30);
        payable(BUYER).transfer(100 ether);
    }

    function list(address token, uint128 price, uint16 publisherShare) internal {
        VM.prank(publisher);
        marketplace.listModel(roundId, token, price, publisherShare, TERMS);
    }

    function buy(address licensee, address token, uint128 price) internal returns (uint256) {
        VM.prank(BUYER);
        return marketplace.buyLicence{ value: token == ETH ? price : 0 }(roundId, licensee, token, price, TERMS);
    }

    function expectBuyRevert(bytes memory reason, address token, uint128 price, bytes32 terms) internal {
        VM.expectRevert(reason);
        VM.prank(BUYER);
        marketplace.buyLicence{ value: token == ETH ? price : 0 }(roundId, BUYER, token, price, terms);
    }

    function claimFor(address provider, address token) internal returns (uint256) {
        VM.prank(provider);
        return distributor.claimProceeds(roundId, token);
    }

    function test_a_licence_is_bought_in_a_token_recorded_and_paid_to_the_contributors() public {
        list(address(flt), 1000, 2000);
        VM.assertFalse(marketplace.isLicensed(roundId, BUYER), "not yet");
        VM.assertEq(buy(BUYER, address(flt), 1000), 1, "the first");
        VM.assertTrue(marketplace.isLicensed(roundId, BUYER), "licensed");
        IModelMarketplace.Licence memory licence = marketplace.getLicence(roundId, BUYER);
        VM.assertEq(licence.soldAt, 1_800_000_000, "when");
        VM.assertEq(licence.number, 1, "number");
        VM.assertEq(licence.termsHash, TERMS, "terms");
        VM.assertEq(marketplace.getListing(roundId).sold, 1, "sold");
        VM.assertEq(distributor.proceedsOwed(roundId, address(flt), providerAt(0)), 400, "half of 80%");
        VM.assertEq(claimFor(providerAt(0), address(flt)), 400, "points 5000 of 10000");
        VM.assertEq(claimFor(providerAt(1), address(flt)), 240, "points 3000");
        VM.assertEq(claimFor(providerAt(2), address(flt)), 160, "points 2000");
        VM.prank(publisher);
        VM.assertEq(distributor.withdrawPublisherProceeds(roundId, address(flt)), 200, "a fifth");
        VM.assertEq(flt.balanceOf(publisher), 200, "paid");
        VM.assertEq(flt.balanceOf(providerAt(2)), 160, "paid");
        VM.assertEq(flt.balanceOf(address(marketplace)), 0, "nothing stays here");
        VM.assertEq(flt.balanceOf(address(distributor)), 1000, "the bounty is untouched");
    }

    function test_a_licence_is_bought_in_eth_for_somebody_else() public {
        list(ETH, 1 ether, 0);
        buy(address(0xCAFE), ETH, 1 ether);
        VM.assertTrue(marketplace.isLicensed(roundId, address(0xCAFE)), "the licensee");
        VM.assertFalse(marketplace.isLicensed(roundId, BUYER), "not the buyer");
        VM.assertEq(address(marketplace).balance, 0, "nothing stays here");
        VM.assertEq(claimFor(providerAt(2), ETH), 0.2 ether, "points 2000 of 10000");
        VM.assertEq(providerAt(2).balance, 0.2 ether, "paid");
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.NothingOwed.selector, roundId, ETH, publisher));
        VM.prank(publisher);
        distributor.withdrawPublisherProceeds(roundId, ETH);
    }

    function test_the_price_is_paid_exactly() public {
        list(ETH, 100, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.ValueWrong.selector, 100, 99));
        VM.prank(BUYER);
        marketplace.buyLicence{ value: 99 }(roundId, BUYER, ETH, 100, TERMS);
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.ValueWrong.selector, 100, 101));
        VM.prank(BUYER);
        marketplace.buyLicence{ value: 101 }(roundId, BUYER, ETH, 100, TERMS);
        list(address(flt), 100, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.ValueWrong.selector, 0, 100));
        VM.prank(BUYER);
        marketplace.buyLicence{ value: 100 }(roundId, BUYER, address(flt), 100, TERMS);
    }

    function test_nobody_buys_what_it_did_not_see() public {
        bytes memory changed = abi.encodeWithSelector(IModelMarketplace.OfferChanged.selector, roundId);
        list(address(flt), 100, 0);
        expectBuyRevert(changed, address(flt), 99, TERMS);
        expectBuyRevert(changed, address(flt), 101, TERMS);
        expectBuyRevert(changed, ETH, 100, TERMS);
        expectBuyRevert(changed, address(flt), 100, keccak256("others"));
    }

    function test_an_offer_can_be_changed_and_ended_but_no_licence_taken_back() public {
        bytes memory absent = abi.encodeWithSelector(IModelMarketplace.NotListed.selector, roundId);
        expectBuyRevert(absent, address(flt), 0, 0);
        VM.expectRevert(absent);
        VM.prank(publisher);
        marketplace.delistModel(roundId);
        list(address(flt), 100, 0);
        buy(BUYER, address(flt), 100);
        VM.prank(publisher);
        marketplace.listModel(roundId, ETH, 7, 5000, keccak256("others"));
        VM.assertEq(marketplace.getLicence(roundId, BUYER).termsHash, TERMS, "as sold");
        VM.assertEq(marketplace.getListing(roundId).price, 7, "the new offer");
        VM.assertEq(marketplace.getListing(roundId).sold, 1, "still sold");
        VM.prank(BUYER);
        VM.assertEq(marketplace.buyLicence{ value: 7 }(roundId, address(1), ETH, 7, keccak256("others")), 2, "the second");
        VM.prank(publisher);
        marketplace.delistModel(roundId);
        VM.assertTrue(marketplace.isLicensed(roundId, BUYER), "kept");
        VM.expectRevert(absent);
        VM.prank(BUYER);
        marketplace.buyLicence{ value: 7 }(roundId, address(2), ETH, 7, keccak256("others"));
        VM.assertEq(claimFor(providerAt(0), address(flt)), 50, "what came in tokens");
        VM.assertEq(claimFor(providerAt(0), ETH), 2, "what came in ETH: half of 7 - 3");
    }

    function test_a_licensee_holds_one_licence_per_round() public {
        list(address(flt), 100, 0);
        buy(BUYER, address(flt), 100);
        expectBuyRevert(abi.encodeWithSelector(IModelMarketplace.AlreadyLicensed.selector, roundId, BUYER), address(flt), 100, TERMS);
        VM.expectRevert(IModelMarketplace.LicenseeZero.selector);
        VM.prank(BUYER);
        marketplace.buyLicence(roundId, address(0), address(flt), 100, TERMS);
    }

    function test_the_publisher_alone_lists_a_finalised_round_on_sound_terms() public {
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.CallerNotPublisher.selector, roundId, BUYER));
        VM.prank(BUYER);
        marketplace.listModel(roundId, ETH, 1, 0, TERMS);
        list(ETH, 1, 5000);
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.CallerNotPublisher.selector, roundId, BUYER));
        VM.prank(BUYER);
        marketplace.delistModel(roundId);
        VM.startPrank(publisher);
        VM.expectRevert(IModelMarketplace.PriceZero.selector);
        marketplace.listModel(roundId, ETH, 0, 0, TERMS);
        VM.expectRevert(IModelMarketplace.TermsHashZero.selector);
        marketplace.listModel(roundId, ETH, 1, 0, 0);
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.PublisherShareTooLarge.selector, 5001));
        marketplace.listModel(roundId, ETH, 1, 5001, TERMS);
        uint256 running = roundIdOf(2);
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.RoundNotFinalised.selector, running));
        marketplace.listModel(running, ETH, 1, 0, TERMS);
        rounds.fail(running, 0);
        VM.expectRevert(abi.encodeWithSelector(IModelMarketplace.RoundNotFinalised.selector, running));
        marketplace.listModel(running, ETH, 1, 0, TERMS);
    }

    function test_a_token_that_takes_a_fee_buys_nothing() public {
        HostileToken token = new HostileToken(BUYER);
        VM.prank(BUYER);
        token.approve(address(marketplace), 1000);
        token.takeFee(1);
        list(address(token), 1000, 0);
        expectBuyRevert(abi.encodeWithSelector(IModelMarketplace.TransferAmountWrong.selector, 1000, 999), address(token), 1000, TERMS);
    }

    function test_a_token_that_calls_back_during_a_sale_buys_nothing_more() public {
        HostileToken token = new HostileToken(BUYER);
        VM.prank(BUYER);
        token.approve(address(marketplace), 1000);
        list(address(token), 100, 0);
        token.callBack(
            address(marketplace), abi.encodeCall(IModelMarketplace.buyLicence, (roundId, address(token), address(token), 100, TERMS))
        );
        buy(BUYER, address(token), 100);
        VM.assertTrue(token.calledBack(), "tried");
        VM.assertFalse(token.callBackSucceeded(), "refused");
        VM.assertEq(token.balanceOf(address(distributor)), 100, "one price for one licence");
    }

    function test_a_contributor_that_calls_back_is_paid_once() public {
        Payee payee = new Payee();
        rounds.script(roundId, address(payee), 1000, 0, 9);
        list(ETH, 1000, 0);
        buy(BUYER, ETH, 1000);
        bytes memory claim = abi.encodeCall(ILicenceProceeds.claimProceeds, (roundId, ETH));
        payee.callBack(address(distributor), claim);
        payee.call(address(distributor), claim);
        VM.assertTrue(payee.calledBack(), "tried");
        VM.assertFalse(payee.callBackSucceeded(), "refused");
        VM.assertEq(address(payee).balance, 100, "a tenth, once");
    }

    function test_proceeds_are_the_marketplaces_to_bring_and_the_publishers_part_is_at_most_half() public {
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.CallerNotMarketplace.selector, address(this)));
        distributor.receiveProceeds(roundId, address(flt), 1, 0);
        VM.startPrank(address(marketplace));
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.PublisherShareTooLarge.selector, 5001));
        distributor.receiveProceeds(roundId, address(flt), 1, 5001);
        uint256 running = roundIdOf(2);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.RoundNotSettled.selector, running));
        distributor.receiveProceeds(running, address(flt), 1, 0);
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.ValueWrong.selector, 1, 0));
        distributor.receiveProceeds(roundId, ETH, 1, 0);
        VM.stopPrank();
    }

    function test_nobody_else_is_owed_anything() public {
        list(address(flt), 100, 5000);
        VM.assertEq(distributor.proceedsOwed(roundId, address(flt), providerAt(0)), 0, "nothing sold");
        buy(BUYER, address(flt), 100);
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.NothingOwed.selector, roundId, address(flt), BUYER));
        VM.prank(BUYER);
        distributor.claimProceeds(roundId, address(flt));
        claimFor(providerAt(0), address(flt));
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.NothingOwed.selector, roundId, address(flt), providerAt(0)));
        VM.prank(providerAt(0));
        distributor.claimProceeds(roundId, address(flt));
        VM.expectRevert(abi.encodeWithSelector(IRewardDistributor.CallerNotPublisher.selector, JOB, BUYER));
        VM.prank(BUYER);
        distributor.withdrawPublisherProceeds(roundId, address(flt));
        VM.startPrank(publisher);
        distributor.withdrawPublisherProceeds(roundId, address(flt));
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.NothingOwed.selector, roundId, address(flt), publisher));
        distributor.withdrawPublisherProceeds(roundId, address(flt));
        VM.stopPrank();
    }

    function test_points_that_exceed_the_rounds_take_nothing_of_anybody_elses() public {
        list(address(flt), 100, 0);
        buy(BUYER, address(flt), 100);
        rounds.script(roundId, address(0xBAD), 9000, 0, 3);
        claimFor(providerAt(0), address(flt));
        VM.expectRevert(abi.encodeWithSelector(ILicenceProceeds.ProceedsExceeded.selector, roundId, address(flt)));
        VM.prank(address(0xBAD));
        distributor.claimProceeds(roundId, address(flt));
        VM.assertEq(flt.balanceOf(address(distributor)), 1050, "the bounty and what the others are owed");
    }

    function test_sales_are_told() public {
        VM.expectEmit(true, true, true, true, address(marketplace));
        emit IModelMarketplace.ModelListed(roundId, publisher, address(flt), 100, 2500, TERMS);
        list(address(flt), 100, 2500);
        VM.expectEmit(true, true, true, true, address(marketplace));
        emit IModelMarketplace.LicenceSold(roundId, address(0xCAFE), BUYER, 1, address(flt), 100, TERMS);
        VM.expectEmit(true, true, true, true, address(distributor));
        emit ILicenceProceeds.ProceedsReceived(roundId, address(flt), 75, 25);
        buy(address(0xCAFE), address(flt), 100);
        VM.expectEmit(true, true, true, true, address(marketplace));
        emit IModelMarketplace.ModelDelisted(roundId, publisher);
        VM.prank(publisher);
        marketplace.delistModel(roundId);
    }

    /// @notice Sales and claims in any order: nobody is ever owed less than before, never more is paid than came in, and in the end each
    ///         contributor has floor(C p / T) and less than a unit per contributor is left.
    function testFuzz_never_more_is_paid_than_came_in(uint256 seed, uint16 publisherShare) public {
        uint256 count = bound(seed, 1, 8);
        uint256[] memory points = valuesFrom(seed, count, 1, seed % 2 == 0 ? 5 : 1e15);
        roundId = settled(2, 0, points);
        uint256 totalPoints = rounds.outcomeOf(roundId).totalPoints;
        publisherShare = uint16(bound(publisherShare, 0, 5000));
        uint256 income = 0;
        uint256 paid = 0;
        for (uint256 step = 0; step < 24; ++step) {
            uint256 word = uint256(keccak256(abi.encode(seed, "step", step)));
            if (word % 3 == 0) {
                uint128 price = uint128(bound(word >> 16, 1, word % 2 == 0 ? 3 : 1e24));
                list(address(flt), price, publisherShare);
                buy(address(uint160(1 + step)), address(flt), price);
                income += price - uint256(price) * publisherShare / 10_000;
            } else {
                address provider = providerAt((word >> 16) % count);
                if (distributor.proceedsOwed(roundId, address(flt), provider) != 0) paid += claimFor(provider, address(flt));
            }
            VM.assertLe(paid, income, "paid <= came in");
            VM.assertEq(distributor.getProceeds(roundId, address(flt)).paidToContributors, paid, "counted");
        }
        for (uint256 i = 0; i < count; ++i) {
            if (distributor.proceedsOwed(roundId, address(flt), providerAt(i)) != 0) paid += claimFor(providerAt(i), address(flt));
            VM.assertEq(flt.balanceOf(providerAt(i)), income * points[i] / totalPoints, "floor(C p / T)");
        }
        VM.assertLe(paid, income, "paid <= came in");
        VM.assertLe(income, paid + count - 1, "less than a unit per contributor is left");
        uint256 forPublisher = distributor.getProceeds(roundId, address(flt)).forPublisher;
        VM.assertEq(flt.balanceOf(address(distributor)), 1000 + income - paid + forPublisher, "balance = bounty + what is owed");
    }
}
