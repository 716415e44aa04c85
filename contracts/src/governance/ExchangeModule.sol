// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { UUPSUpgradeable } from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import { IExchangeModule } from "../interfaces/IExchangeModule.sol";
import { Wiring } from "./Wiring.sol";

/// @title ExchangeModule
/// @notice Base of the exchange's upgradeable contracts (UUPS, ERC-1822 and ERC-1967; storage by ERC-7201). Peers are immutables of the
///         implementation, which reads them without touching storage; an upgrade must bring the same ones.
abstract contract ExchangeModule is IExchangeModule, Initializable, UUPSUpgradeable {
    /// @inheritdoc IExchangeModule
    address public immutable timelock;
    /// @inheritdoc IExchangeModule
    bytes32 public immutable wiringHash;
    /// @inheritdoc IExchangeModule
    address public immutable place;

    modifier onlyTimelock() {
        if (msg.sender != timelock) revert CallerNotTimelock(msg.sender);
        _;
    }

    /// @dev For initialisers: an address that was predicted wrongly cannot go unnoticed.
    modifier inPlace() {
        if (address(this) != place) revert NotInPlace(place, address(this));
        _;
    }

    /// @param wiring The deployment's addresses, none of them zero.
    /// @param place_ Where this module's proxy will stand: its member of `wiring`.
    constructor(Wiring memory wiring, address place_) {
        bool incomplete = place_ == address(0);
        assembly ("memory-safe") {
            // The struct is fourteen words, one per address.
            for { let offset := 0 } lt(offset, 0x1c0) { offset := add(offset, 0x20) } {
                incomplete := or(incomplete, iszero(mload(add(wiring, offset))))
            }
        }
        if (incomplete) revert WiringIncomplete();
        timelock = wiring.timelock;
        wiringHash = keccak256(abi.encode(wiring));
        place = place_;
        _disableInitializers();
    }

    /// @dev Custody is not here (vault, distributor, token and verifiers cannot be upgraded), and what is here stays connected to it.
    function _authorizeUpgrade(address newImplementation) internal view override onlyTimelock {
        if (IExchangeModule(newImplementation).wiringHash() != wiringHash) revert WiringChanged();
        if (IExchangeModule(newImplementation).place() != place) revert PlaceChanged();
    }
}
