// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Vm
/// @notice The cheatcodes of forge that these tests use.
interface Vm {
    /// @notice An event as it was recorded.
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory logs);

    function warp(uint256 timestamp) external;
    function getBlockTimestamp() external view returns (uint256);
    function getBlockNumber() external view returns (uint256);
    function roll(uint256 number) external;
    function chainId(uint256 id) external;
    function prevrandao(bytes32 value) external;
    function setBlockhash(uint256 number, bytes32 hash) external;
    function prank(address sender) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function pauseGasMetering() external;
    function assume(bool condition) external pure;
    function deal(address account, uint256 balance) external;
    function label(address account, string calldata name) external;
    function addr(uint256 privateKey) external pure returns (address);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function setNonce(address account, uint64 nonce) external;
    function getNonce(address account) external view returns (uint64);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function load(address account, bytes32 slot) external view returns (bytes32);
    function mockCall(address callee, bytes calldata data, bytes calldata answer) external;
    function mockCallRevert(address callee, bytes calldata data, bytes calldata reason) external;
    function clearMockedCalls() external;
    function etch(address account, bytes calldata code) external;
    function store(address account, bytes32 slot, bytes32 value) external;

    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata data) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;
    function expectPartialRevert(bytes4 selector) external;

    function assertTrue(bool value, string calldata law) external pure;
    function assertFalse(bool value, string calldata law) external pure;
    function assertEq(uint256 left, uint256 right, string calldata law) external pure;
    function assertEq(address left, address right, string calldata law) external pure;
    function assertEq(bytes32 left, bytes32 right, string calldata law) external pure;
    function assertEq(bytes calldata left, bytes calldata right, string calldata law) external pure;
    function assertLe(uint256 left, uint256 right, string calldata law) external pure;
    function assertGe(uint256 left, uint256 right, string calldata law) external pure;
    function assertLt(uint256 left, uint256 right, string calldata law) external pure;

    function exists(string calldata path) external view returns (bool);
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonUint(string calldata json, string calldata key) external pure returns (uint256);
    function parseJsonUintArray(string calldata json, string calldata key) external pure returns (uint256[] memory);
    function parseJsonAddressArray(string calldata json, string calldata key) external pure returns (address[] memory);
    function parseJsonAddress(string calldata json, string calldata key) external pure returns (address);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function parseJsonBytesArray(string calldata json, string calldata key) external pure returns (bytes[] memory);
    function parseJsonBytes32(string calldata json, string calldata key) external pure returns (bytes32);
    function parseJsonString(string calldata json, string calldata key) external pure returns (string memory);
    function toString(uint256 value) external pure returns (string memory);

    /// @notice Records the gas of the last call as a transaction, in snapshots/<group>.json.
    function snapshotGasLastCall(string calldata group, string calldata name) external returns (uint256 gas);
}
