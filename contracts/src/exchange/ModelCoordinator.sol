// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { RoundBase } from "../rounds/RoundBase.sol";
import { RoundExtension } from "../rounds/RoundExtension.sol";
import { RoundLifecycle } from "../rounds/RoundLifecycle.sol";
import { RoundSettlement } from "../rounds/RoundSettlement.sol";
import { RoundUpdates } from "../rounds/RoundUpdates.sol";

/// @title ModelCoordinator
/// @notice See IModelCoordinator. Holds no token and has no privileged account besides the timelock that may upgrade it: what each caller
///         may do follows from the job's terms alone. Its code comes in two halves, because one contract may not have as much: the calls of
///         every round are here, and what is not here is delegated to the extension, which the constructor deploys and nothing can
///         exchange.
contract ModelCoordinator is ExchangeModule, RoundLifecycle, RoundUpdates, RoundSettlement {
    /// @notice The code behind IRoundExtension.
    address public immutable roundExtension;

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.coordinator) RoundBase(wiring) {
        roundExtension = address(new RoundExtension(wiring));
    }

    /// @notice Closes the initialisation of the proxy; there is no state to begin with.
    function initialize() external initializer inPlace { }

    /// @notice The calls of IRoundExtension. Takes no ether.
    fallback() external {
        address code = roundExtension;
        assembly ("memory-safe") {
            // Scratch beyond the free memory pointer; nothing is allocated.
            let scratch := mload(0x40)
            calldatacopy(scratch, 0, calldatasize())
            let done := delegatecall(gas(), code, scratch, calldatasize(), 0, 0)
            returndatacopy(scratch, 0, returndatasize())
            if iszero(done) { revert(scratch, returndatasize()) }
            return(scratch, returndatasize())
        }
    }
}
