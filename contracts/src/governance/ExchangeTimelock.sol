// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { TimelockController } from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title ExchangeTimelock
/// @notice A TimelockController whose roles are apart from the first block on: the governor proposes and cannot cancel, the guardian
///         cancels and cannot propose, anyone executes what is due, and nobody but the timelock itself administers roles.
contract ExchangeTimelock is TimelockController {
    error AddressZero();
    error DelayZero();
    /// @notice One account would both propose and cancel.
    error GuardianIsGovernor();

    /// @param minDelay Seconds between the scheduling and the execution of an operation.
    /// @param governor The only proposer.
    /// @param guardian The only canceller.
    constructor(uint256 minDelay, address governor, address guardian)
        TimelockController(minDelay, _only(governor), _only(address(0)), address(0))
    {
        if (governor == address(0) || guardian == address(0)) revert AddressZero();
        if (governor == guardian) revert GuardianIsGovernor();
        if (minDelay == 0) revert DelayZero();
        // The parent makes proposers cancellers too.
        _revokeRole(CANCELLER_ROLE, governor);
        _grantRole(CANCELLER_ROLE, guardian);
    }

    function _only(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}
