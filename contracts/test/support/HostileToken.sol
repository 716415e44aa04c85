// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HostileToken
/// @notice An ERC-20 that takes a fee from every transfer, or calls somebody in the middle of one.
contract HostileToken is ERC20 {
    uint256 private _fee;
    address private _target;
    bytes private _data;
    bool public calledBack;
    bool public callBackSucceeded;
    bytes public callBackResult;

    constructor(address holder) ERC20("Hostile", "BAD") {
        _mint(holder, 1_000_000e18);
    }

    function takeFee(uint256 fee) external {
        _fee = fee;
    }

    /// @notice Makes the next transfer call `target` first.
    function callBack(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (_target != address(0)) {
            address target = _target;
            _target = address(0);
            calledBack = true;
            (callBackSucceeded, callBackResult) = target.call(_data);
        }
        super._update(from, to, value);
        if (_fee != 0 && from != address(0)) super._update(to, address(0xFEE), _fee);
    }
}
