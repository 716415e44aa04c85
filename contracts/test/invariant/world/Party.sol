// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Party
/// @notice An account that is a contract: it signs by ERC-1271, and can call somebody in the middle of a payment to it.
contract Party {
    mapping(bytes32 hash => bool) private _agreed;
    address private _target;
    bytes private _data;
    uint256 public callBacks;
    uint256 public successes;

    receive() external payable {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        ++callBacks;
        (bool done,) = target.call(_data);
        if (done) ++successes;
    }

    /// @notice Makes the next payment call `target`.
    function callBack(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    /// @notice Makes `signed` a good signature of this account's under this hash.
    function agree(bytes32 hash) external {
        _agreed[hash] = true;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return _agreed[hash] && keccak256(signature) == keccak256("signed") ? this.isValidSignature.selector : bytes4(0);
    }
}
