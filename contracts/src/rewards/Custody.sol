// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";

/// @title Custody
/// @notice How money comes in and goes out, in ETH (token zero) or an ERC-20. What is taken is exactly what was asked for; payments are the
///         last step of the functions that make them.
abstract contract Custody {
    using SafeERC20 for IERC20;

    /// @dev Takes `amount` from the caller: the call's own ETH, or tokens that the caller has approved.
    function _take(address token, uint256 amount) internal {
        if (token == address(0)) {
            if (msg.value != amount) revert IRewardDistributor.ValueWrong(amount, msg.value);
            return;
        }
        if (msg.value != 0) revert IRewardDistributor.ValueWrong(0, msg.value);
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert IRewardDistributor.TransferAmountWrong(amount, received);
    }

    /// @dev Pays the caller, who pulls. A recipient that refuses ETH harms itself alone.
    function _pay(address token, uint256 amount) internal {
        if (amount == 0) return;
        if (token != address(0)) {
            IERC20(token).safeTransfer(msg.sender, amount);
            return;
        }
        (bool paid,) = msg.sender.call{ value: amount }("");
        if (!paid) revert IRewardDistributor.PaymentRefused(msg.sender);
    }
}
