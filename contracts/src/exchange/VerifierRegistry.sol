// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IVerifierRegistry } from "../interfaces/IVerifierRegistry.sol";

/// @title VerifierRegistry
/// @notice See IVerifierRegistry.
contract VerifierRegistry is IVerifierRegistry, ExchangeModule {
    /// @custom:storage-location erc7201:flzk.storage.VerifierRegistry
    struct Layout {
        Listing[] listings;
        /// A verifier's place in `listings`, counted from 1; 0 when it is not listed.
        mapping(address verifier => uint256) places;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.VerifierRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_SLOT = 0x2e7d5f9d1916e372646418dfed4d757339e0ba1bb7cdb2b9c8c236da5c833b00;

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.registry) { }

    /// @notice Lists the verifiers that jobs may name from the start.
    function initialize(address[] calldata genesis) external initializer inPlace {
        for (uint256 i = 0; i < genesis.length; ++i) {
            _list(genesis[i]);
        }
    }

    /// @inheritdoc IVerifierRegistry
    function list(address verifier) external onlyTimelock {
        _list(verifier);
    }

    /// @inheritdoc IVerifierRegistry
    function delist(address verifier) external onlyTimelock {
        Layout storage store = _layout();
        uint256 place = store.places[verifier];
        if (place == 0) revert VerifierNotListed(verifier);
        uint256 count = store.listings.length;
        if (place != count) {
            Listing memory last = store.listings[count - 1];
            store.listings[place - 1] = last;
            store.places[last.verifier] = place;
        }
        store.listings.pop();
        store.places[verifier] = 0;
        emit VerifierDelisted(verifier);
    }

    /// @inheritdoc IVerifierRegistry
    function isListed(address verifier) external view returns (bool) {
        Layout storage store = _layout();
        uint256 place = store.places[verifier];
        return place != 0 && store.listings[place - 1].codeHash == verifier.codehash;
    }

    /// @inheritdoc IVerifierRegistry
    function getListing(address verifier) external view returns (Listing memory listing) {
        Layout storage store = _layout();
        uint256 place = store.places[verifier];
        if (place != 0) listing = store.listings[place - 1];
    }

    /// @inheritdoc IVerifierRegistry
    function listingCount() external view returns (uint256) {
        return _layout().listings.length;
    }

    /// @inheritdoc IVerifierRegistry
    function getListings(uint256 first, uint256 count) external view returns (Listing[] memory page) {
        Listing[] storage listings = _layout().listings;
        uint256 total = listings.length;
        if (first >= total) return page;
        page = new Listing[](count < total - first ? count : total - first);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = listings[first + i];
        }
    }

    function _list(address verifier) private {
        Layout storage store = _layout();
        if (store.places[verifier] != 0) revert VerifierAlreadyListed(verifier);
        bytes32 keyId = _keyIdOf(verifier);
        store.listings.push(Listing(verifier, uint64(block.timestamp), verifier.codehash, keyId));
        store.places[verifier] = store.listings.length;
        emit VerifierListed(verifier, verifier.codehash, keyId);
    }

    /// @dev Both kinds of verifier know their key under the same name.
    function _keyIdOf(address verifier) private view returns (bytes32 keyId) {
        (bool answered, bytes memory answer) = verifier.staticcall(abi.encodeCall(ILinkedVerifier.keyId, ()));
        if (!answered || answer.length != 32 || verifier.code.length == 0) revert VerifierInvalid(verifier);
        keyId = abi.decode(answer, (bytes32));
        if (keyId == 0) revert VerifierInvalid(verifier);
    }

    function _layout() private pure returns (Layout storage store) {
        assembly ("memory-safe") {
            store.slot := LAYOUT_SLOT
        }
    }
}
