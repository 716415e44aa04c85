// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IStakeVault } from "../../../src/interfaces/IStakeVault.sol";
import { World } from "../world/World.sol";
import { Move } from "./Move.sol";

/// @title StakeMoves
/// @notice Bonds that come, unbond and leave, and those that try to leave early.
contract StakeMoves is Move {
    constructor(World world_) Move(world_) { }

    function deposit(uint256 who, uint256 amount) external move("deposit") {
        VM.assume(seldom(amount));
        world.deposit(node(who), bound(amount, 1, 1e12));
    }

    function unbond(uint256 who, uint256 amount) external move("unbond") {
        address owner = node(who);
        uint256 free = vault.bondOf(owner).free;
        VM.assume(free != 0 && seldom(amount));
        VM.prank(owner);
        vault.startUnbonding(bound(amount, 1, free));
        ledger.unbond(owner, now_());
    }

    function withdraw(uint256 who) external move("withdraw") {
        address owner = unbondingNode(who, true);
        uint256 before = flt.balanceOf(owner);
        VM.prank(owner);
        uint256 amount = vault.withdraw();
        ledger.withdraw(owner, amount);
        VM.assertEq(flt.balanceOf(owner) - before, amount, "paid what left");
    }

    function withdrawEarly(uint256 who) external move("withdrawEarly") {
        VM.assume(seldom(who));
        expectRefused(unbondingNode(who, false), address(vault), abi.encodeCall(vault.withdraw, ()), IStakeVault.StillUnbonding.selector);
    }

    function collectFines() external move("collectFines") {
        uint256 due = ledger.proceeds();
        VM.assume(due != 0);
        VM.prank(treasury);
        VM.assertEq(vault.collectProceeds(), due, "all fines, and nothing else");
        ledger.collect(due);
    }

    function node(uint256 who) private view returns (address) {
        address[] memory all = world.nodes();
        return all[who % all.length];
    }

    /// @dev A node with stake that unbonds, for a whole delay already or not.
    function unbondingNode(uint256 who, bool over) private view returns (address found) {
        address[] memory all = world.nodes();
        for (uint256 i = 0; i < all.length; ++i) {
            found = all[(who % all.length + i) % all.length];
            if (vault.bondOf(found).unbonding != 0 && (now_() >= ledger.unbondingSince(found) + DELAY) == over) return found;
        }
        VM.assume(false);
    }
}
