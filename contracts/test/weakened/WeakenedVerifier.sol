// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { CodeStorage } from "../../src/libraries/CodeStorage.sol";

/// @notice What the verifiers with one check taken out have in common: a key that nobody has checked.
abstract contract WeakenedVerifier {
    bytes32 public immutable keyId;
    address public immutable keyStore;

    constructor(bytes memory key) {
        keyId = keccak256(key);
        keyStore = CodeStorage.write(key);
    }
}
