// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Payee
/// @notice A recipient of ETH that refuses it, or calls somebody when it comes.
contract Payee {
    bool private _refuses;
    address private _target;
    bytes private _data;
    bool public calledBack;
    bool public callBackSucceeded;

    receive() external payable {
        require(!_refuses);
        if (_target == address(0)) return;
        address target = _target;
        _target = address(0);
        calledBack = true;
        (callBackSucceeded,) = target.call(_data);
    }

    function refuse(bool refuses) external {
        _refuses = refuses;
    }

    /// @notice Makes the next payment call `target`.
    function callBack(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    /// @notice Calls `target`, which may pay.
    function call(address target, bytes calldata data) external {
        (bool done, bytes memory answer) = target.call(data);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
