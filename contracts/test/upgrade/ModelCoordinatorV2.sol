// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ModelCoordinator } from "../../src/exchange/ModelCoordinator.sol";
import { Wiring } from "../../src/governance/Wiring.sol";

/// @notice A next version of the coordinator, with state of its own in a namespace of its own.
contract ModelCoordinatorV2 is ModelCoordinator {
    /// @custom:storage-location erc7201:flzk.storage.ModelCoordinatorV2
    struct LayoutV2 {
        uint256 upgradedAt;
    }

    // keccak256(abi.encode(uint256(keccak256("flzk.storage.ModelCoordinatorV2")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_V2_SLOT = 0xb72b222e0c122fab4d55433b27cf8de180fb0e3420784302222a1a9ac96d9c00;

    constructor(Wiring memory wiring) ModelCoordinator(wiring) { }

    function initializeV2() external reinitializer(2) inPlace {
        _layoutV2().upgradedAt = block.timestamp;
    }

    function upgradedAt() external view returns (uint256) {
        return _layoutV2().upgradedAt;
    }

    function version() external pure returns (uint256) {
        return 2;
    }

    function _layoutV2() private pure returns (LayoutV2 storage $) {
        assembly ("memory-safe") {
            $.slot := LAYOUT_V2_SLOT
        }
    }
}
