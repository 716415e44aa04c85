// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { HostileToken } from "../support/HostileToken.sol";
import { VaultTest } from "../support/VaultTest.sol";

contract StakeTokensTest is VaultTest {
    function test_a_token_that_takes_a_fee_is_refused() public {
        HostileToken token = new HostileToken(node);
        StakeVault other = vaultOf(address(token));
        token.takeFee(1);
        VM.prank(node);
        token.approve(address(other), type(uint256).max);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.TransferAmountWrong.selector, 100, 99));
        VM.prank(node);
        other.deposit(100);
    }

    function test_a_token_that_calls_back_withdraws_once() public {
        HostileToken token = new HostileToken(address(this));
        StakeVault other = vaultOf(address(token));
        token.approve(address(other), type(uint256).max);
        other.deposit(100);
        other.startUnbonding(50);
        skip(8 days);
        token.callBack(address(other), abi.encodeCall(IStakeVault.withdraw, ()));
        other.withdraw();
        VM.assertTrue(token.calledBack(), "the call back was tried");
        VM.assertFalse(token.callBackSucceeded(), "and refused");
        VM.assertEq(token.balanceOf(address(other)), 50, "no more than was due left");
    }

    function test_no_call_that_moves_tokens_is_entered_from_another() public {
        HostileToken token = new HostileToken(address(this));
        StakeVault other = vaultOf(address(token));
        token.approve(address(other), type(uint256).max);
        other.deposit(1000);
        bytes[5] memory calls = [
            abi.encodeCall(IStakeVault.deposit, (1)),
            abi.encodeCall(IStakeVault.withdraw, ()),
            abi.encodeCall(IStakeVault.collectProceeds, ()),
            abi.encodeCall(IStakeVault.slashNode, (address(this), 1, 1, IStakeVault.SlashProceeds.Harmed)),
            abi.encodeCall(IStakeVault.slashChallenged, (address(this), 1, 1, node))
        ];
        address[5] memory callers = [address(this), address(this), treasury, coordinator, coordinator];
        for (uint256 outer = 0; outer < calls.length; ++outer) {
            for (uint256 inner = 0; inner < calls.length; ++inner) {
                prepare(other);
                token.callBack(address(other), calls[inner]);
                VM.prank(callers[outer]);
                (bool done,) = address(other).call(calls[outer]);
                VM.assertTrue(done, "the outer call goes through");
                VM.assertFalse(token.callBackSucceeded(), "the inner one does not");
                VM.assertEq(
                    token.callBackResult(),
                    abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
                    "refused"
                );
            }
        }
    }

    /// @dev Something to withdraw, to collect and to slash.
    function prepare(StakeVault other) internal {
        other.startUnbonding(1);
        VM.prank(exchange);
        other.lock(address(this), 1, 20);
        VM.prank(coordinator);
        other.slashNode(address(this), 1, 1000, IStakeVault.SlashProceeds.Treasury);
        skip(8 days);
    }
}
