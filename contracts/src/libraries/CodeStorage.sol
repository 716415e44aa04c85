// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title CodeStorage
/// @notice Immutable bytes kept as the code of a contract that does nothing else, after one STOP byte (the SSTORE2 pattern): one cold
///         account access reads all of them, where storage would cost one per word.
library CodeStorage {
    /// @notice Stores `data` in a new contract.
    /// @return store Its address; zero when it could not be created (too long, or too little gas).
    function write(bytes memory data) internal returns (address store) {
        // PUSH3 length, DUP1, PUSH1 11, PUSH0, CODECOPY, PUSH0, RETURN: an 11-byte creation code that returns what follows it.
        bytes memory creation = abi.encodePacked(hex"62", uint24(data.length + 1), hex"80600b5f395ff3", hex"00", data);
        assembly ("memory-safe") {
            store := create(0, add(creation, 32), mload(creation))
        }
    }

    /// @notice All the bytes behind `store`.
    function read(address store) internal view returns (bytes memory data) {
        uint256 length = store.code.length - 1;
        data = new bytes(length);
        assembly ("memory-safe") {
            extcodecopy(store, add(data, 32), 1, length)
        }
    }
}
