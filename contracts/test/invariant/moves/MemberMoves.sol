// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../../src/interfaces/IDataExchange.sol";
import { Ledger } from "../world/Ledger.sol";
import { World } from "../world/World.sol";
import { Move } from "./Move.sol";

/// @title MemberMoves
/// @notice Who takes part in which job, with how much, and how jobs end.
contract MemberMoves is Move {
    constructor(World world_) Move(world_) { }

    function create(uint256 kind, uint256 chance) external move("create") {
        VM.assume(world.jobCount() < world.MAX_JOBS() && chance % 8 == 0);
        world.create(World.Kind(kind % 5));
    }

    function join(uint256 job, uint256 who, uint256 stake) external move("join") {
        uint256 jobId = someJob(job);
        address provider = someProvider(who);
        VM.assume(mayJoin(jobId, provider));
        enter(jobId, who % PROVIDERS, bound(stake, STAKE, vault.bondOf(provider).free));
    }

    function depart(uint256 job, uint256 who) external move("depart") {
        uint256 jobId = someJob(job);
        address provider = someProvider(who);
        VM.assume(exchange.firstRoundOf(jobId, provider) != 0 && mayGo(jobId, provider));
        expectUnlock(provider, jobId);
        VM.prank(provider);
        exchange.leaveJob(jobId);
    }

    /// @notice Whoever lost stake is written down anew, or put out of the job.
    function refresh(uint256 job, uint256 who) external move("refresh") {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs * PROVIDERS; ++i) {
            uint256 jobId = 1 + (job % jobs + i / PROVIDERS) % jobs;
            address provider = providerAt((who % PROVIDERS + i) % PROVIDERS);
            uint256 stake = exchange.getContributor(jobId, provider).stake;
            if (stake == 0 || stake == vault.lockedFor(provider, jobId) || !mayGo(jobId, provider)) continue;
            if (vault.lockedFor(provider, jobId) < STAKE) expectUnlock(provider, jobId);
            exchange.refreshContributor(jobId, provider);
            return;
        }
        VM.assume(false);
    }

    /// @notice The publisher closes its job early now and then, and anyone one that is finished.
    function close(uint256 job, uint256 chance) external move("close") {
        uint256 jobId = someJob(job);
        VM.assume(isOpen(jobId) && !coordinator.isRoundRunning(jobId));
        bool finished = coordinator.finalisedRounds(jobId) == world.ROUNDS();
        VM.assume(finished || chance % 16 == 0);
        VM.prank(finished ? address(0xA11) : publisher);
        exchange.closeJob(jobId);
    }

    function withdrawRefund(uint256 job) external move("withdrawRefund") {
        uint256 jobId = someJob(job);
        uint256 due = distributor.getPool(jobId).refund;
        VM.assume(due != 0);
        VM.prank(publisher);
        VM.assertEq(distributor.withdrawRefund(jobId), due, "the refund");
        ledger.refund(jobId, distributor.getPool(jobId).token, due);
    }

    function release(uint256 job, uint256 ofBackup) external move("release") {
        uint256 jobId = someJob(job);
        IDataExchange.TrainingJobSpec memory spec = specOf(jobId);
        address node = odd(ofBackup) ? spec.backupAggregator : spec.aggregator;
        VM.assume(!isOpen(jobId) && node != address(0) && vault.lockedFor(node, jobId) != 0);
        expectUnlock(node, jobId);
        VM.prank(node);
        exchange.releaseAggregator(jobId);
    }

    function mayJoin(uint256 jobId, address provider) private view returns (bool) {
        return isOpen(jobId) && exchange.firstRoundOf(jobId, provider) == 0 && vault.bondOf(provider).free >= STAKE;
    }

    function enter(uint256 jobId, uint256 index, uint256 stake) private {
        VM.prank(providerAt(index));
        exchange.registerAsContributor(jobId, index + 1, uint128(stake));
    }

    /// @dev Between rounds, and with no silence of its own unreported.
    function mayGo(uint256 jobId, address provider) private view returns (bool) {
        if (coordinator.isRoundRunning(jobId)) return false;
        uint256 round = coordinator.getParticipant(jobId, provider).receiptRound;
        return round == 0 || ledger.receipts(idOf(jobId, round), provider) != Ledger.Receipt.Posted;
    }
}
