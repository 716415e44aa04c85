// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title AcceptingWallet
/// @notice A contract account (ERC-1271) that accepts one signature for one hash.
contract AcceptingWallet {
    bytes32 private immutable _hash;

    constructor(bytes32 hash) {
        _hash = hash;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return hash == _hash && keccak256(signature) == keccak256("agreed") ? this.isValidSignature.selector : bytes4(0);
    }
}
