// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { DataExchange } from "../../src/exchange/DataExchange.sol";
import { Wiring } from "../../src/governance/Wiring.sol";

/// @notice A next version of the exchange.
contract DataExchangeV2 is DataExchange {
    constructor(Wiring memory wiring) DataExchange(wiring) { }

    function version() external pure returns (uint256) {
        return 2;
    }
}
