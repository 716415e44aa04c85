// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { IModelMarketplace } from "../../../src/interfaces/IModelMarketplace.sol";
import { World } from "../world/World.sol";
import { Move } from "./Move.sol";

/// @title MarketMoves
/// @notice Offers, licences and what they bring in, and buyers who want them for less.
contract MarketMoves is Move {
    uint256 private licensees;

    constructor(World world_) Move(world_) { }

    function list(uint256 seed, uint256 token, uint256 price, uint256 share) external move("list") {
        uint256 roundId = roundIn(seed, IModelCoordinator.Phase.Finalised);
        address[3] memory tokens = [address(0), address(flt), address(world.hostile())];
        VM.prank(publisher);
        marketplace.listModel(roundId, tokens[token % 3], uint128(bound(price, 1, 1e12)), uint16(bound(share, 0, 5000)), keccak256("terms"));
    }

    function delist(uint256 seed, uint256 chance) external move("delist") {
        VM.assume(chance % 4 == 0);
        uint256 roundId = listed(seed);
        VM.prank(publisher);
        marketplace.delistModel(roundId);
    }

    function buy(uint256 seed) external move("buy") {
        uint256 roundId = listed(seed);
        IModelMarketplace.Listing memory listing = marketplace.getListing(roundId);
        address buyer = world.buyer();
        fundBuyer(listing.token, listing.price);
        uint256 value = listing.token == address(0) ? listing.price : 0;
        VM.prank(buyer);
        marketplace.buyLicence{ value: value }(roundId, nextLicensee(), listing.token, listing.price, listing.termsHash);
        ledger.receiveMoney(listing.token, listing.price);
        ledger.done(listing.token == address(0) ? bytes32("buy: ETH") : bytes32("buy: token"));
    }

    /// @notice A licence for less than its price, on other terms, or a second time.
    function buyBadly(uint256 seed, uint256 how) external move("buyBadly") {
        uint256 roundId = listed(seed);
        IModelMarketplace.Listing memory listing = marketplace.getListing(roundId);
        uint128 price = listing.price;
        uint256 value = listing.token == address(0) ? price : 0;
        bytes32 termsHash = listing.termsHash;
        bytes4 reason = IModelMarketplace.OfferChanged.selector;
        if (how % 4 == 0) {
            --price;
        } else if (how % 4 == 1) {
            termsHash = keccak256("better terms");
        } else if (how % 4 == 2) {
            value = value == 0 ? 1 : value - 1;
            reason = IModelMarketplace.ValueWrong.selector;
        } else {
            VM.assume(marketplace.isLicensed(roundId, licenseeAt(licensees)));
            reason = IModelMarketplace.AlreadyLicensed.selector;
        }
        world.endow(world.buyer(), address(0), value);
        address licensee = how % 4 == 3 ? licenseeAt(licensees) : licenseeAt(licensees + 1);
        bytes memory data = abi.encodeCall(marketplace.buyLicence, (roundId, licensee, listing.token, price, termsHash));
        expectRefused(world.buyer(), address(marketplace), value, data, reason);
    }

    function collect(uint256 seed, uint256 who) external move("collect") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds * PROVIDERS; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i / PROVIDERS) % rounds);
            address provider = providerAt((who % PROVIDERS + i) % PROVIDERS);
            if (collectOne(roundId, provider)) return;
        }
        VM.assume(false);
    }

    function collectForPublisher(uint256 seed) external move("collectForPublisher") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds * 3; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i / 3) % rounds);
            address token = tokenAt(i);
            uint256 due = distributor.getProceeds(roundId, token).forPublisher;
            if (due == 0) continue;
            VM.prank(publisher);
            VM.assertEq(distributor.withdrawPublisherProceeds(roundId, token), due, "its part");
            ledger.payOut(token, due);
            return;
        }
        VM.assume(false);
    }

    function collectOne(uint256 roundId, address provider) private returns (bool) {
        for (uint256 i = 0; i < 3; ++i) {
            address token = tokenAt(i);
            uint256 due = distributor.proceedsOwed(roundId, token, provider);
            if (due == 0) continue;
            VM.prank(provider);
            VM.assertEq(distributor.claimProceeds(roundId, token), due, "its part");
            ledger.payProceeds(roundId, provider, token, due);
            return true;
        }
        return false;
    }

    function tokenAt(uint256 index) private view returns (address) {
        address[3] memory tokens = [address(0), address(flt), address(world.hostile())];
        return tokens[index % 3];
    }

    function listed(uint256 seed) private view returns (uint256 roundId) {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (marketplace.getListing(roundId).open) return roundId;
        }
        VM.assume(false);
    }

    function fundBuyer(address token, uint256 amount) private {
        world.endow(world.buyer(), token, amount);
        if (token == address(0)) return;
        VM.prank(world.buyer());
        IERC20(token).approve(address(marketplace), amount);
    }

    function nextLicensee() private returns (address) {
        return licenseeAt(++licensees);
    }

    function licenseeAt(uint256 number) private pure returns (address) {
        return address(uint160(0x11CE0000 + number));
    }
}
