// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { Ledger } from "../world/Ledger.sol";
import { World } from "../world/World.sol";
import { RoundMove } from "./RoundMove.sol";

/// @title RoundMoves
/// @notice A round from its start to Aggregating, and its failures.
contract RoundMoves is RoundMove {
    constructor(World world_) RoundMove(world_) { }

    function startRound(uint256 job, uint256 who) external move("startRound") {
        uint256 jobId = idleJob(job);
        prepare(jobId, false);
        begin(jobId, who);
    }

    function draw(uint256 job) external move("draw") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Drawing);
        VM.assume(now_() <= latest(jobId).deadline);
        drawNow(jobId);
    }

    function commitOne(uint256 job, uint256 who) external move("commitOne") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Committing);
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (tryCommit(jobId, (who % PROVIDERS + i) % PROVIDERS)) return;
        }
        VM.assume(false);
    }

    /// @notice A provider commits to what its neighbour committed to, as far as anybody can see it.
    function copyCommit(uint256 job, uint256 who) external move("copyCommit") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Committing);
        uint256 i = who % (PROVIDERS - 1);
        VM.assume(mayCommit(jobId, i));
        uint256 round = coordinator.currentRound(jobId);
        bytes32 hash = commitHashFor(jobId, round, providerAt(i + 1), commitmentAt(i + 1), weightAt(i + 1), saltAt(i + 1));
        VM.prank(providerAt(i));
        coordinator.commitUpdate(jobId, hash);
        ledger.copy(idOf(jobId, round), providerAt(i));
    }

    function revealOne(uint256 job, uint256 who, uint256 byBackup, uint256 pushed) external move("revealOne") {
        uint256 jobId = revealingJob(job);
        VM.assume(revealable(jobId, who % PROVIDERS));
        revealNow(jobId, who % PROVIDERS, odd(byBackup), odd(pushed));
    }

    function everybodyCommits(uint256 job) external move("everybodyCommits") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Committing);
        VM.assume(commitAll(jobId));
    }

    function everybodyReveals(uint256 job) external move("everybodyReveals") {
        VM.assume(revealAll(revealingJob(job)));
    }

    /// @notice A round with everybody in it: up to Delivering, to the last reveal but some, or to Aggregating.
    function playRound(uint256 job, uint256 who, uint256 how) external move("playRound") {
        uint256 jobId = idleJob(job);
        prepare(jobId, true);
        begin(jobId, who);
        if (isKind(jobId, World.Kind.Committee)) drawNow(jobId);
        commitAll(jobId);
        if (how % 4 == 0) return;
        for (uint256 i = how % 4 == 1 ? how % 6 : 0; i < PROVIDERS; ++i) {
            if (takesReveals(jobId) && revealable(jobId, i)) revealNow(jobId, i, false, false);
        }
    }

    function postReceipt(uint256 job, uint256 who, uint256 byBackup) external move("postReceipt") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Delivering);
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        VM.assume(now_() <= latest(jobId).deadline);
        for (uint256 j = 0; j < PROVIDERS; ++j) {
            uint256 i = (who % PROVIDERS + j) % PROVIDERS;
            if (!revealable(jobId, i) || ledger.receipts(roundId, providerAt(i)) != Ledger.Receipt.None) continue;
            bytes memory receipt =
                receiptBy(signingKey(jobId, odd(byBackup)), jobId, uint32(roundId), providerAt(i), commitmentAt(i), weightAt(i));
            coordinator.postReceipt(bytes32(roundId), providerAt(i), commitmentAt(i), weightAt(i), saltAt(i), receipt);
            ledger.setReceipt(roundId, providerAt(i), Ledger.Receipt.Posted);
            return;
        }
        VM.assume(false);
    }

    /// @notice Whoever let its receipt pass pays a tenth, and nobody else does.
    function reportSilent(uint256 seed) external move("reportSilent") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (!revealsAreOver(roundId)) continue;
            for (uint256 j = 0; j < PROVIDERS; ++j) {
                if (ledger.receipts(roundId, providerAt(j)) != Ledger.Receipt.Posted) continue;
                expectFine(providerAt(j), roundId >> 32, 1000, true);
                coordinator.reportSilentProvider(roundId, providerAt(j));
                ledger.setReceipt(roundId, providerAt(j), Ledger.Receipt.Reported);
                return;
            }
        }
        VM.assume(false);
    }

    function advance(uint256 job) external move("advance") {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (job % jobs + i) % jobs;
            if (!mayAdvance(jobId)) continue;
            coordinator.advanceRound(jobId);
            return;
        }
        VM.assume(false);
    }

    /// @notice A round that cannot go on; whoever was at fault pays.
    function fail(uint256 job) external move("fail") {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (job % jobs + i) % jobs;
            IModelCoordinator.RoundState memory state = latest(jobId);
            if (!isStuck(jobId, state)) continue;
            expectFinesOf(jobId, state);
            coordinator.failRound(jobId);
            VM.assertTrue(latest(jobId).phase == IModelCoordinator.Phase.Failed, "failed");
            ledger.done(failureOf(state.phase));
            return;
        }
        VM.assume(false);
    }

    function idleJob(uint256 seed) private view returns (uint256) {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (seed % jobs + i) % jobs;
            if (mayPlay(jobId)) return jobId;
        }
        VM.assume(false);
        return 0;
    }

    function revealsAreOver(uint256 roundId) private view returns (bool) {
        IModelCoordinator.RoundState memory state = coordinator.getRound(roundId >> 32, uint32(roundId));
        return
            state.phase > IModelCoordinator.Phase.Revealing || (state.phase == IModelCoordinator.Phase.Revealing && now_() > state.deadline);
    }

    function mayAdvance(uint256 jobId) private view returns (bool) {
        IModelCoordinator.RoundState memory state = latest(jobId);
        if (now_() <= state.deadline) return false;
        if (state.phase == IModelCoordinator.Phase.Committing) return state.committed >= 2;
        if (state.phase == IModelCoordinator.Phase.Revealing) return state.revealed >= 2;
        return state.phase == IModelCoordinator.Phase.Delivering || state.phase == IModelCoordinator.Phase.Proposed;
    }

    function isStuck(uint256 jobId, IModelCoordinator.RoundState memory state) private view returns (bool) {
        if (now_() <= state.deadline) return false;
        if (state.phase == IModelCoordinator.Phase.Committing) return state.committed < 2;
        if (state.phase == IModelCoordinator.Phase.Revealing) return state.revealed < 2;
        if (state.phase == IModelCoordinator.Phase.Aggregating) return turnOf(jobId, state) == address(0);
        return state.phase == IModelCoordinator.Phase.Drawing || state.phase == IModelCoordinator.Phase.Publishing;
    }

    /// @dev Who is at fault when a round fails in this state, by the rules of docs/contracts.md.
    function expectFinesOf(uint256 jobId, IModelCoordinator.RoundState memory state) private {
        IDataExchange.TrainingJobSpec memory spec = specOf(jobId);
        uint256 roundId = idOf(jobId, state.round);
        uint256 amount = 0;
        if (state.phase == IModelCoordinator.Phase.Drawing) {
            expectFine(spec.aggregator, jobId, LATE, true);
        } else if (state.phase == IModelCoordinator.Phase.Publishing) {
            amount = expectFine(state.settledBy, jobId, LATE, false);
        } else if (state.phase == IModelCoordinator.Phase.Aggregating && state.proposed) {
            amount = expectRefuted(state.settledBy, jobId, ledger.challenged(roundId));
        } else if (state.phase == IModelCoordinator.Phase.Aggregating) {
            if (!ledger.byBackupReceipt(roundId)) amount = expectFine(spec.aggregator, jobId, LATE, false);
            if (!ledger.byAggregatorReceipt(roundId)) amount = expectFine(spec.backupAggregator, jobId, LATE, false);
        }
        if (amount != 0) ledger.receiveCompensation(roundId, address(flt), amount);
    }

    /// @dev A proposer who was challenged and proves nothing loses all: a quarter is its challenger's, half its providers', the rest the
    ///      treasury's.
    function expectRefuted(address proposer, uint256 jobId, address challenger) private returns (uint256 harmed) {
        uint256 amount = expectFine(proposer, jobId, 10_000, false);
        uint256 reward = amount / 4;
        harmed = amount / 2;
        ledger.addProceeds(amount - reward - harmed);
        ledger.reward(challenger, reward);
    }

    function failureOf(IModelCoordinator.Phase phase) private pure returns (bytes32) {
        if (phase == IModelCoordinator.Phase.Drawing) return "fail: not drawn";
        if (phase == IModelCoordinator.Phase.Publishing) return "fail: not published";
        if (phase == IModelCoordinator.Phase.Aggregating) return "fail: not settled";
        return "fail: too few";
    }
}
