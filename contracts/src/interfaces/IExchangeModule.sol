// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IExchangeModule
/// @notice What every upgradeable contract of the exchange has in common: the one account that may upgrade it, and connections that no
///         upgrade can change.
interface IExchangeModule {
    error CallerNotTimelock(address caller);
    /// @notice An address of the wiring is zero.
    error WiringIncomplete();
    /// @notice The new implementation was built for other addresses than this one.
    error WiringChanged();
    /// @notice The new implementation belongs into another module's place.
    error PlaceChanged();
    /// @notice The proxy stands at another address than the wiring says.
    error NotInPlace(address expected, address actual);

    /// @notice The only account that may upgrade this module.
    function timelock() external view returns (address);

    /// @notice keccak256 of the ABI encoding of the Wiring this implementation was built for.
    function wiringHash() external view returns (bytes32);

    /// @notice Where the proxy of this module stands.
    function place() external view returns (address);
}
