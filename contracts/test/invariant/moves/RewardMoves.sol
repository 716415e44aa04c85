// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../../../src/interfaces/IRewardDistributor.sol";
import { Party } from "../world/Party.sol";
import { World } from "../world/World.sol";
import { Move } from "./Move.sol";

/// @title RewardMoves
/// @notice Rewards, compensation and reputation, and those who want theirs twice.
contract RewardMoves is Move {
    constructor(World world_) Move(world_) { }

    function distribute(uint256 seed) external move("distribute") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (distributor.getRoundReward(roundId).totalPoints != 0) continue;
            IModelCoordinator.RoundOutcome memory outcome = coordinator.outcomeOf(roundId);
            bool compensated = outcome.phase == IModelCoordinator.Phase.Failed && outcome.compensation != 0;
            if (outcome.phase != IModelCoordinator.Phase.Finalised && !compensated) continue;
            distributor.distributeRewards(roundId);
            if (compensated) ledger.done("distribute: compensation");
            return;
        }
        VM.assume(false);
    }

    function claim(uint256 seed, uint256 who) external move("claim") {
        (uint256 roundId, address provider) = claimable(seed, who, false);
        uint256 due = distributor.shareOf(roundId, provider);
        address token = distributor.getRoundReward(roundId).token;
        if (token == address(0)) tempt(roundId, provider);
        uint256 before = balanceOf(provider, token);
        VM.prank(provider);
        VM.assertEq(distributor.claim(roundId), due, "its share");
        VM.assertEq(balanceOf(provider, token) - before, due, "and that is what it got");
        note(roundId, provider, token, due);
    }

    /// @notice All that a provider has to claim, in one call.
    function claimMany(uint256 who) external move("claimMany") {
        address provider = someProvider(who);
        uint256[] memory roundIds = claimableBy(provider);
        VM.assume(roundIds.length > 1);
        for (uint256 i = 0; i < roundIds.length; ++i) {
            address token = distributor.getRoundReward(roundIds[i]).token;
            note(roundIds[i], provider, token, distributor.shareOf(roundIds[i], provider));
        }
        VM.prank(provider);
        distributor.claimMany(roundIds);
    }

    function claimTwice(uint256 seed, uint256 who) external move("claimTwice") {
        (uint256 roundId, address provider) = claimable(seed, who, true);
        bytes memory data = abi.encodeCall(distributor.claim, (roundId));
        expectRefused(provider, address(distributor), data, IRewardDistributor.AlreadyClaimed.selector);
    }

    function distributeTwice(uint256 seed) external move("distributeTwice") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (distributor.getRoundReward(roundId).totalPoints == 0) continue;
            bytes memory data = abi.encodeCall(distributor.distributeRewards, (roundId));
            expectRefused(address(0xBAD), address(distributor), data, IRewardDistributor.AlreadyDistributed.selector);
            return;
        }
        VM.assume(false);
    }

    function credit(uint256 seed, uint256 who) external move("credit") {
        uint256 roundId = roundIn(seed, IModelCoordinator.Phase.Finalised);
        uint256 jobId = roundId >> 32;
        VM.assume(coordinator.currentRound(jobId) <= uint32(roundId) + 1);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            address provider = providerAt((who % PROVIDERS + i) % PROVIDERS);
            if (!hasRevealed(roundId, provider) || reputation.lastCredited(jobId, provider) >= uint32(roundId)) continue;
            VM.prank(provider);
            reputation.credit(roundId);
            return;
        }
        VM.assume(false);
    }

    /// @notice The next transfer of the hostile token calls back into whatever pays or returns money.
    function armToken(uint256 what, uint256 seed) external move("armToken") {
        (address target, bytes memory data) = tempting(what, seed);
        world.hostile().callBack(target, data);
    }

    /// @notice The next payment of ETH to a provider or to the publisher calls back.
    function armReceiver(uint256 who, uint256 what, uint256 seed) external move("armReceiver") {
        (address target, bytes memory data) = tempting(what, seed);
        address receiver = who % 3 == 0 ? publisher : someProvider(who);
        Party(payable(receiver)).callBack(target, data);
    }

    /// @dev While it is paid in ETH, a provider asks for another share of its own, if there is one.
    function tempt(uint256 roundId, address provider) private {
        uint256[] memory all = claimableBy(provider);
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i] == roundId) continue;
            Party(payable(provider)).callBack(address(distributor), abi.encodeCall(distributor.claim, (all[i])));
            ledger.done("claim: calls back");
            return;
        }
    }

    function tempting(uint256 what, uint256 seed) private view returns (address, bytes memory) {
        VM.assume(ledger.roundCount() != 0 && seldom(seed));
        uint256 roundId = ledger.roundIds(seed % ledger.roundCount());
        uint256[] memory many = new uint256[](1);
        many[0] = roundId;
        bytes[6] memory calls = [
            abi.encodeCall(distributor.claim, (roundId)),
            abi.encodeCall(distributor.claimMany, (many)),
            abi.encodeCall(distributor.withdrawRefund, (roundId >> 32)),
            abi.encodeCall(distributor.claimProceeds, (roundId, address(0))),
            abi.encodeCall(distributor.withdrawPublisherProceeds, (roundId, address(0))),
            abi.encodeCall(vault.collectProceeds, ())
        ];
        return (what % 6 == 5 ? address(vault) : address(distributor), calls[what % 6]);
    }

    function claimable(uint256 seed, uint256 who, bool claimed) private view returns (uint256 roundId, address provider) {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds * PROVIDERS; ++i) {
            roundId = ledger.roundIds((seed % rounds + i / PROVIDERS) % rounds);
            provider = providerAt((who % PROVIDERS + i) % PROVIDERS);
            if (distributor.getRoundReward(roundId).totalPoints == 0 || !hasRevealed(roundId, provider)) continue;
            if (distributor.isClaimed(roundId, provider) == claimed) return (roundId, provider);
        }
        VM.assume(false);
    }

    function claimableBy(address provider) private view returns (uint256[] memory roundIds) {
        uint256 rounds = ledger.roundCount();
        roundIds = new uint256[](rounds);
        uint256 found = 0;
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds(i);
            if (distributor.getRoundReward(roundId).totalPoints == 0 || !hasRevealed(roundId, provider)) continue;
            if (!distributor.isClaimed(roundId, provider)) roundIds[found++] = roundId;
        }
        assembly ("memory-safe") {
            mstore(roundIds, found)
        }
    }

    function note(uint256 roundId, address provider, address token, uint256 amount) private {
        bool ofBounty = !distributor.getRoundReward(roundId).compensation;
        ledger.payClaim(roundId, provider, token, amount, ofBounty);
        if (token == address(0)) ledger.done("claim: ETH");
        else if (token == address(world.hostile())) ledger.done("claim: hostile token");
        if (!ofBounty) ledger.done("claim: compensation");
    }

    function balanceOf(address account, address token) private view returns (uint256) {
        return token == address(0) ? account.balance : token == address(flt) ? flt.balanceOf(account) : world.hostile().balanceOf(account);
    }
}
