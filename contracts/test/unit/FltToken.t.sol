// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { Test } from "../support/Test.sol";

contract FltTokenTest is Test {
    uint256 private constant KEY = 0xF17;
    bytes32 private constant PERMIT = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    FltToken private flt;
    address private owner = VM.addr(KEY);
    address private spender = address(0x59E);

    function setUp() public {
        VM.warp(1_800_000_000);
        flt = new FltToken(owner, 1000e18);
    }

    function signed(uint256 value, uint256 nonce, uint256 deadline) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 structure = keccak256(abi.encode(PERMIT, owner, spender, value, nonce, deadline));
        return VM.sign(KEY, keccak256(abi.encodePacked(hex"1901", flt.DOMAIN_SEPARATOR(), structure)));
    }

    function test_the_whole_supply_is_minted_once() public view {
        VM.assertEq(flt.totalSupply(), 1000e18, "supply");
        VM.assertEq(flt.balanceOf(owner), 1000e18, "its holder's");
        VM.assertEq(uint256(flt.decimals()), 18, "decimals");
    }

    function test_a_permit_allows_once_and_only_what_was_signed() public {
        uint256 deadline = VM.getBlockTimestamp() + 1 hours;
        (uint8 v, bytes32 r, bytes32 s) = signed(7, 0, deadline);
        VM.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        flt.permit(owner, spender, 8, deadline, v, r, s);
        VM.assertEq(flt.nonces(owner), 0, "unused");
        // Whoever brings it: the signature is the permission.
        flt.permit(owner, spender, 7, deadline, v, r, s);
        VM.assertEq(flt.allowance(owner, spender), 7, "allowed");
        VM.assertEq(flt.nonces(owner), 1, "used");
        VM.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        flt.permit(owner, spender, 7, deadline, v, r, s);
        VM.prank(spender);
        flt.transferFrom(owner, address(1), 7);
        VM.assertEq(flt.balanceOf(address(1)), 7, "moved");
    }

    function test_a_permit_ends_with_its_deadline() public {
        uint256 deadline = VM.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = signed(7, 0, deadline);
        skip(1);
        VM.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, deadline));
        flt.permit(owner, spender, 7, deadline, v, r, s);
    }

    function test_votes_follow_transfers_from_their_second_on() public {
        VM.prank(owner);
        flt.delegate(owner);
        uint256 before = VM.getBlockTimestamp();
        skip(1);
        VM.prank(spender);
        flt.delegate(spender);
        VM.prank(owner);
        flt.transfer(spender, 300e18);
        VM.assertEq(flt.getVotes(owner), 700e18, "fewer");
        VM.assertEq(flt.getVotes(spender), 300e18, "more");
        VM.assertEq(flt.getPastVotes(owner, before), 1000e18, "a second ago it had them all");
        VM.assertEq(flt.clock(), VM.getBlockTimestamp(), "counted in seconds");
    }
}
