// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { ERC20Votes } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title FltToken
/// @notice The exchange's ERC-20 (18 decimals): bounties, stakes and votes, counted in seconds (ERC-6372). Its whole supply is minted once,
///         at construction; there is no owner, no mint and no pause.
contract FltToken is ERC20, ERC20Permit, ERC20Votes {
    /// @param holder Receives the whole supply.
    /// @param supply In units of 10^-18 FLT.
    constructor(address holder, uint256 supply) ERC20("FlZk Token", "FLT") ERC20Permit("FlZk Token") {
        _mint(holder, supply);
    }

    /// @notice Time, in seconds since the epoch, is what votes are counted by: blocks of a rollup keep no beat.
    function clock() public view override returns (uint48) {
        // Seconds fit 48 bits for nine million years.
        return uint48(block.timestamp);
    }

    /// @notice ERC-6372's name for that clock.
    // The name is the standard's.
    // forge-lint: disable-next-line(mixed-case-function)
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
