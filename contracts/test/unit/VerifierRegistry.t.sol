// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { VerifierRegistry } from "../../src/exchange/VerifierRegistry.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { IVerifierRegistry } from "../../src/interfaces/IVerifierRegistry.sol";
import { ModuleTest } from "../support/ModuleTest.sol";
import { AcceptsEverything } from "../weakened/AcceptsEverything.sol";

contract VerifierRegistryTest is ModuleTest {
    VerifierRegistry internal registry;
    VerifierRegistry internal implementation;
    address internal first;
    address internal second;
    address internal third;

    function setUp() public {
        VM.warp(1_800_000_000);
        first = address(new AcceptsEverything(32, 2, 20));
        second = address(new AcceptsEverything(32, 1, 20));
        third = address(new AcceptsEverything(16, 1, 20));
        address[] memory genesis = new address[](1);
        genesis[0] = first;
        Wiring memory wiring = someWiring();
        wiring.registry = creationAt(1);
        implementation = new VerifierRegistry(wiring);
        registry = VerifierRegistry(deployProxy(address(implementation), abi.encodeCall(VerifierRegistry.initialize, (genesis))));
    }

    function list(address verifier) internal {
        VM.prank(TIMELOCK);
        registry.list(verifier);
    }

    function expectInvalid(address verifier) internal {
        VM.expectRevert(abi.encodeWithSelector(IVerifierRegistry.VerifierInvalid.selector, verifier));
        VM.prank(TIMELOCK);
        registry.list(verifier);
    }

    function test_genesis_verifiers_are_listed_with_their_code_and_key() public view {
        VM.assertTrue(registry.isListed(first), "listed");
        VM.assertFalse(registry.isListed(second), "not listed");
        IVerifierRegistry.Listing memory listing = registry.getListing(first);
        VM.assertEq(listing.verifier, first, "verifier");
        VM.assertEq(listing.codeHash, first.codehash, "code hash");
        VM.assertEq(listing.keyId, AcceptsEverything(first).keyId(), "key id");
        VM.assertEq(uint256(listing.listedAt), 1_800_000_000, "time");
        VM.assertEq(registry.getListing(second).verifier, address(0), "no listing");
    }

    function test_only_the_timelock_lists_and_delists() public {
        VM.expectRevert(abi.encodeWithSelector(IExchangeModule.CallerNotTimelock.selector, address(this)));
        registry.list(second);
        VM.expectRevert(abi.encodeWithSelector(IExchangeModule.CallerNotTimelock.selector, address(this)));
        registry.delist(first);
    }

    function test_listing_says_so() public {
        VM.expectEmit(true, true, true, true, address(registry));
        emit IVerifierRegistry.VerifierListed(second, second.codehash, AcceptsEverything(second).keyId());
        list(second);
        VM.expectEmit(true, true, true, true, address(registry));
        emit IVerifierRegistry.VerifierDelisted(second);
        VM.prank(TIMELOCK);
        registry.delist(second);
        VM.assertFalse(registry.isListed(second), "gone");
    }

    function test_a_verifier_is_listed_once_and_delisted_once() public {
        VM.expectRevert(abi.encodeWithSelector(IVerifierRegistry.VerifierAlreadyListed.selector, first));
        VM.prank(TIMELOCK);
        registry.list(first);
        VM.startPrank(TIMELOCK);
        registry.delist(first);
        VM.expectRevert(abi.encodeWithSelector(IVerifierRegistry.VerifierNotListed.selector, first));
        registry.delist(first);
        registry.list(first);
        VM.stopPrank();
        VM.assertTrue(registry.isListed(first), "again");
    }

    function test_what_knows_no_key_is_no_verifier() public {
        expectInvalid(address(0xE0A));
        // Code that answers anything with 32 bytes, and is a precompile's: it has none.
        expectInvalid(address(2));
        // Code without that function.
        expectInvalid(address(this));
        // Too short an answer, and a key id of zero.
        VM.etch(address(0xBEEF), hex"60205ff3");
        expectInvalid(address(0xBEEF));
        VM.etch(address(0xBEEF), hex"60015f5360105ff3");
        expectInvalid(address(0xBEEF));
    }

    function test_a_verifier_whose_code_changes_is_listed_no_more() public {
        VM.etch(first, hex"00");
        VM.assertFalse(registry.isListed(first), "other code");
    }

    function test_delisting_keeps_the_others_and_pages_show_them() public {
        list(second);
        list(third);
        VM.prank(TIMELOCK);
        registry.delist(first);
        VM.assertEq(registry.listingCount(), 2, "two left");
        VM.assertEq(registry.getListings(0, 1)[0].verifier, third, "the last took the place");
        VM.assertEq(registry.getListings(1, 5)[0].verifier, second, "the second page");
        VM.assertEq(registry.getListings(0, type(uint256).max).length, 2, "all");
        VM.assertEq(registry.getListings(2, 1).length, 0, "beyond");
        VM.assertTrue(registry.isListed(third), "moved and still listed");
        VM.prank(TIMELOCK);
        registry.delist(third);
        VM.assertTrue(registry.isListed(second), "the right one left");
    }

    function test_nobody_initialises_it_again_or_its_implementation() public {
        address[] memory genesis = new address[](0);
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        registry.initialize(genesis);
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(genesis);
    }

    function test_it_stands_where_the_wiring_says_or_not_at_all() public {
        address[] memory genesis = new address[](0);
        VM.expectPartialRevert(IExchangeModule.NotInPlace.selector);
        this.deployProxy(address(implementation), abi.encodeCall(VerifierRegistry.initialize, (genesis)));
    }
}
