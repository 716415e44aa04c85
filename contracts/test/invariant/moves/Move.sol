// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { CommitteeSelector } from "../../../src/committee/CommitteeSelector.sol";
import { ContributionDisputes } from "../../../src/disputes/ContributionDisputes.sol";
import { DataExchange } from "../../../src/exchange/DataExchange.sol";
import { IDataExchange } from "../../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { IStakeVault } from "../../../src/interfaces/IStakeVault.sol";
import { ModelMarketplace } from "../../../src/marketplace/ModelMarketplace.sol";
import { Reputation } from "../../../src/rewards/Reputation.sol";
import { RewardDistributor } from "../../../src/rewards/RewardDistributor.sol";
import { OptimisticSettlement } from "../../../src/settlement/OptimisticSettlement.sol";
import { StakeVault } from "../../../src/staking/StakeVault.sol";
import { FltToken } from "../../../src/token/FltToken.sol";
import { ExchangeTest } from "../../support/ExchangeTest.sol";
import { Ledger } from "../world/Ledger.sol";
import { World } from "../world/World.sol";

/// @title Move
/// @notice What all handlers share. A move whose time has not come is discarded (`VM.assume`) and does not count as one; a move that is
///         made may not revert, and an attack must, with the error that names it.
abstract contract Move is ExchangeTest {
    uint256 internal constant PROVIDERS = 8;
    uint256 internal constant STAKE = 1_000_000;
    uint256 internal constant LATE = 5000;

    World internal immutable world;
    Ledger internal immutable ledger;

    /// @dev Counts the move, and lets the ledger see which rounds ended by it.
    modifier move(bytes32 name) {
        _;
        ledger.done(name);
        world.observe();
    }

    constructor(World world_) {
        world = world_;
        ledger = world_.ledger();
        wiring = world_.parts();
        flt = FltToken(wiring.stakeToken);
        vault = StakeVault(wiring.vault);
        distributor = RewardDistributor(wiring.distributor);
        exchange = DataExchange(wiring.exchange);
        coordinator = IModelCoordinator(wiring.coordinator);
        reputation = Reputation(wiring.reputation);
        selector = CommitteeSelector(wiring.selector);
        settlement = OptimisticSettlement(wiring.settlement);
        disputes = ContributionDisputes(wiring.disputes);
        marketplace = ModelMarketplace(wiring.marketplace);
    }

    function now_() internal view returns (uint256) {
        return VM.getBlockTimestamp();
    }

    function idOf(uint256 jobId, uint256 round) internal pure returns (uint256) {
        return (jobId << 32) | round;
    }

    /// @dev For moves that are always possible: they would crowd out the others.
    function seldom(uint256 seed) internal pure returns (bool) {
        return uint256(keccak256(abi.encode("seldom", seed))) % 4 == 0;
    }

    function odd(uint256 seed) internal pure returns (bool) {
        return seed % 2 == 1;
    }

    function someProvider(uint256 seed) internal pure returns (address) {
        return providerAt(seed % PROVIDERS);
    }

    function specOf(uint256 jobId) internal view returns (IDataExchange.TrainingJobSpec memory) {
        return exchange.getJob(jobId).spec;
    }

    function isOpen(uint256 jobId) internal view returns (bool) {
        return exchange.stateOf(jobId) == IDataExchange.JobState.Open;
    }

    function isKind(uint256 jobId, World.Kind kind) internal view returns (bool) {
        return world.kindOf(jobId) == kind;
    }

    function someJob(uint256 seed) internal view returns (uint256) {
        return 1 + seed % world.jobCount();
    }

    /// @dev The latest round of a job.
    function latest(uint256 jobId) internal view returns (IModelCoordinator.RoundState memory state) {
        uint256 round = coordinator.currentRound(jobId);
        if (round != 0) state = coordinator.getRound(jobId, round);
    }

    /// @dev A job whose latest round is in this phase; the first from a random one on.
    function jobIn(uint256 seed, IModelCoordinator.Phase phase) internal view returns (uint256) {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (seed % jobs + i) % jobs;
            if (coordinator.phaseOf(jobId, coordinator.currentRound(jobId)) == phase) return jobId;
        }
        VM.assume(false);
        return 0;
    }

    /// @dev A round in this phase; the first from a random one on.
    function roundIn(uint256 seed, IModelCoordinator.Phase phase) internal view returns (uint256) {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (coordinator.outcomeOf(roundId).phase == phase) return roundId;
        }
        VM.assume(false);
        return 0;
    }

    function hasCommitted(uint256 roundId, address provider) internal view returns (bool) {
        return coordinator.pendingCommit(bytes32(roundId), provider) != 0;
    }

    function hasRevealed(uint256 roundId, address provider) internal view returns (bool revealed) {
        (,,, revealed) = coordinator.shareOf(roundId, provider);
    }

    function keyOf(address signer) internal view returns (uint256) {
        if (signer == aggregator) return AGGREGATOR_KEY;
        return signer == backup ? BACKUP_KEY : world.STEADY_KEY();
    }

    /// @dev Writes down what an offence must cost now: a part of what is liable, rounded up, of what is there; the rest is a debt.
    function expectFine(address node, uint256 lockId, uint256 basisPoints, bool forTreasury) internal returns (uint256 amount) {
        uint256 due = Math.ceilDiv(vault.liableFor(node, lockId) * basisPoints, 10_000);
        IStakeVault.Bond memory bond = vault.bondOf(node);
        amount = Math.min(due, vault.lockedFor(node, lockId) + bond.free + bond.unbonding);
        ledger.fine(node, amount, due - amount, forTreasury);
    }

    /// @dev Writes down what of a lock that comes free goes to the treasury for old debts.
    function expectUnlock(address node, uint256 lockId) internal {
        uint256 part = Math.min(ledger.debts(node), vault.lockedFor(node, lockId));
        if (part != 0) ledger.payDebt(node, part);
    }

    /// @dev An attack: it must fail, and say why.
    function expectRefused(address attacker, address target, bytes memory data, bytes4 reason) internal {
        expectRefused(attacker, target, 0, data, reason);
    }

    function expectRefused(address attacker, address target, uint256 value, bytes memory data, bytes4 reason) internal {
        VM.prank(attacker);
        (bool done, bytes memory answer) = target.call{ value: value }(data);
        VM.assertFalse(done, "an attack succeeded");
        VM.assertEq(bytes32(bytes4(answer)), bytes32(reason), "refused for another reason");
    }
}
