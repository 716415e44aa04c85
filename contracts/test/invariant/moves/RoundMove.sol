// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Bls } from "../../../src/committee/Bls.sol";
import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IDataExchange } from "../../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { Beacon } from "../../support/Beacon.sol";
import { Ledger } from "../world/Ledger.sol";
import { World } from "../world/World.sol";
import { Move } from "./Move.sol";

/// @title RoundMove
/// @notice Commits, reveals and turns, for the handlers that need them.
abstract contract RoundMove is Move {
    constructor(World world_) Move(world_) { }

    /// @dev Whether a round can start once those are there who should be.
    function mayPlay(uint256 jobId) internal view returns (bool) {
        return isOpen(jobId) && !coordinator.isRoundRunning(jobId) && coordinator.finalisedRounds(jobId) < world.ROUNDS();
    }

    /// @dev Brings in whom a round needs: everybody who is not there yet, and what the aggregators lack.
    function prepare(uint256 jobId, bool everybody) internal {
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (!everybody && exchange.contributorCount(jobId) >= 2) break;
            if (exchange.firstRoundOf(jobId, providerAt(i)) != 0) continue;
            if (vault.bondOf(providerAt(i)).free < STAKE) world.deposit(providerAt(i), STAKE);
            VM.prank(providerAt(i));
            exchange.registerAsContributor(jobId, i + 1);
        }
        IDataExchange.TrainingJobSpec memory spec = specOf(jobId);
        bondAggregator(jobId, spec.aggregator);
        if (spec.backupAggregator != address(0)) bondAggregator(jobId, spec.backupAggregator);
    }

    function bondAggregator(uint256 jobId, address node) private {
        uint256 locked = vault.lockedFor(node, jobId);
        if (locked >= AGGREGATOR_STAKE) return;
        world.deposit(node, AGGREGATOR_STAKE - locked);
        VM.prank(node);
        exchange.registerAsAggregator(jobId);
    }

    function begin(uint256 jobId, uint256 who) internal {
        IDataExchange.TrainingJobSpec memory spec = specOf(jobId);
        address[3] memory starters = [publisher, spec.aggregator, spec.backupAggregator];
        address starter = starters[who % 3];
        VM.prank(starter == address(0) ? publisher : starter);
        uint256 round = coordinator.startRound(jobId);
        uint256 candidates = 0;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (exchange.firstRoundOf(jobId, providerAt(i)) != 0) candidates |= 1 << i;
        }
        ledger.start(idOf(jobId, round), candidates);
    }

    function drawNow(uint256 jobId) internal {
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        VM.roll(VM.getBlockNumber() + 2);
        selector.fulfil(roundId, Beacon.sign(Beacon.SECRET, selector.messageOf(roundId), Bls.SIGNATURE_TAG));
    }

    function mayCommit(uint256 jobId, uint256 index) internal view returns (bool) {
        IModelCoordinator.RoundState memory state = latest(jobId);
        address provider = providerAt(index);
        uint256 first = exchange.firstRoundOf(jobId, provider);
        uint256 roundId = idOf(jobId, state.round);
        return state.phase == IModelCoordinator.Phase.Committing && now_() <= state.deadline && first != 0 && first <= state.round
            && !hasCommitted(roundId, provider) && (!isKind(jobId, World.Kind.Committee) || selector.isMember(roundId, provider));
    }

    function tryCommit(uint256 jobId, uint256 index) internal returns (bool) {
        if (!mayCommit(jobId, index)) return false;
        commit(jobId, coordinator.currentRound(jobId), index);
        return true;
    }

    function commitAll(uint256 jobId) internal returns (bool any) {
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (tryCommit(jobId, i)) any = true;
        }
    }

    function revealingJob(uint256 seed) internal view returns (uint256) {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (seed % jobs + i) % jobs;
            if (takesReveals(jobId)) return jobId;
        }
        VM.assume(false);
        return 0;
    }

    function takesReveals(uint256 jobId) internal view returns (bool) {
        IModelCoordinator.RoundState memory state = latest(jobId);
        return
            state.phase == IModelCoordinator.Phase.Delivering
                || (state.phase == IModelCoordinator.Phase.Revealing && now_() <= state.deadline);
    }

    function revealable(uint256 jobId, uint256 index) internal view returns (bool) {
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        return hasCommitted(roundId, providerAt(index)) && !ledger.copied(roundId, providerAt(index));
    }

    function revealAll(uint256 jobId) internal returns (bool any) {
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (!takesReveals(jobId) || !revealable(jobId, i)) continue;
            revealNow(jobId, i, false, false);
            any = true;
        }
    }

    function revealNow(uint256 jobId, uint256 index, bool byBackup, bool pushed) internal {
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        address provider = providerAt(index);
        uint256 key = signingKey(jobId, byBackup);
        bytes memory update = updateBy(key, jobId, uint32(roundId), index);
        // In Delivering an unproved update counts for less, and only its owner may choose that.
        bool alone = isKind(jobId, World.Kind.Contributions) && latest(jobId).phase == IModelCoordinator.Phase.Delivering;
        VM.prank(pushed && !alone ? address(0xA11) : provider);
        coordinator.submitUpdateFor(provider, bytes32(roundId), update);
        ledger.reveal(roundId, provider, weightAt(index), key == BACKUP_KEY);
    }

    /// @dev The aggregator's key, or the backup's where there is one and it is asked for.
    function signingKey(uint256 jobId, bool byBackup) internal view returns (uint256) {
        IDataExchange.TrainingJobSpec memory spec = specOf(jobId);
        return keyOf(byBackup && spec.backupAggregator != address(0) ? spec.backupAggregator : spec.aggregator);
    }

    /// @dev Whose turn it is to settle a round in Aggregating; zero when nobody's is.
    function turnOf(uint256 jobId, IModelCoordinator.RoundState memory state) internal view returns (address) {
        IDataExchange.TrainingJobSpec memory spec = specOf(jobId);
        if (now_() <= state.deadline) return state.proposed ? state.settledBy : spec.aggregator;
        return state.proposed || now_() > state.deadline + spec.aggregationDuration ? address(0) : spec.backupAggregator;
    }

    /// @dev A backup that settles or proposes in the aggregator's place shows the aggregator to be late.
    function expectLateness(uint256 jobId, IModelCoordinator.RoundState memory state, address settler) internal {
        if (state.proposed || settler != backup || ledger.byBackupReceipt(idOf(jobId, state.round))) return;
        expectFine(specOf(jobId).aggregator, jobId, LATE, true);
    }

    function publishNow(uint256 jobId, IModelCoordinator.RoundState memory state) internal {
        bytes memory rest = new bytes(unpublished(jobId, state));
        VM.prank(state.settledBy);
        coordinator.publishModel(jobId, state.round, 1, rest);
        ledger.publish(idOf(jobId, state.round), rest.length);
    }

    /// @dev Bytes of a round's model that no part of it has brought.
    function unpublished(uint256 jobId, IModelCoordinator.RoundState memory state) internal view returns (uint256) {
        return world.MODEL_BYTES() - ledger.publications(idOf(jobId, state.round));
    }

    function isFalse(G1 memory model) internal view returns (bool) {
        return world.verifier().isFalse(model.x);
    }
}
