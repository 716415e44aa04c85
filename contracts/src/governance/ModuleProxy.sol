// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1967Proxy } from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

/// @title ModuleProxy
/// @notice Where a module of the exchange stands for good: OpenZeppelin's ERC1967Proxy, which delegates every call to the implementation
///         that the timelock last chose.
contract ModuleProxy is ERC1967Proxy {
    /// @param implementation The module's first implementation.
    /// @param initialisation The call of its initialize function; empty is refused.
    constructor(address implementation, bytes memory initialisation) ERC1967Proxy(implementation, initialisation) { }
}
