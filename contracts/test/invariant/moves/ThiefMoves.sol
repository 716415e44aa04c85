// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../../src/interfaces/AggregateProof.sol";
import { ICommitteeSelector } from "../../../src/interfaces/ICommitteeSelector.sol";
import { IDataExchange } from "../../../src/interfaces/IDataExchange.sol";
import { ILicenceProceeds } from "../../../src/interfaces/ILicenceProceeds.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { IReputation } from "../../../src/interfaces/IReputation.sol";
import { IRewardDistributor } from "../../../src/interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../../../src/interfaces/IStakeVault.sol";
import { Ledger } from "../world/Ledger.sol";
import { World } from "../world/World.sol";
import { RoundMove } from "./RoundMove.sol";

/// @title ThiefMoves
/// @notice A stranger who tries every door, copycats, and parties out of time or turn. All of it must fail, for the reason given.
contract ThiefMoves is RoundMove {
    address private constant THIEF = address(0x7417EF);

    constructor(World world_) RoundMove(world_) { }

    function stealStake(uint256 what, uint256 who) external move("stealStake") {
        VM.assume(seldom(what));
        address victim = someProvider(who);
        uint256 jobId = someJob(what);
        IStakeVault.SlashProceeds proceeds = IStakeVault.SlashProceeds.Harmed;
        bytes[6] memory tries = [
            abi.encodeCall(vault.slashNode, (victim, jobId, 10_000, proceeds)),
            abi.encodeCall(vault.unlock, (victim, jobId)),
            abi.encodeCall(vault.lock, (victim, (1 << 255) | jobId, 1)),
            abi.encodeCall(vault.withdraw, ()),
            abi.encodeCall(vault.collectProceeds, ()),
            abi.encodeCall(vault.startUnbonding, (1))
        ];
        bytes4[6] memory errors = [
            IStakeVault.CallerNotSlasher.selector,
            IStakeVault.CallerNotLocker.selector,
            IStakeVault.CallerNotLocker.selector,
            IStakeVault.NothingUnbonding.selector,
            IStakeVault.CallerNotTreasury.selector,
            IStakeVault.StakeInsufficient.selector
        ];
        expectRefused(THIEF, address(vault), tries[what % 6], errors[what % 6]);
    }

    function stealBounty(uint256 what) external move("stealBounty") {
        VM.assume(seldom(what));
        uint256 jobId = someJob(what >> 8);
        uint256 roundId = idOf(jobId, 1);
        bytes[6] memory tries = [
            abi.encodeCall(distributor.withdrawRefund, (jobId)),
            abi.encodeCall(distributor.closePool, (jobId, 0)),
            abi.encodeCall(distributor.openPool, (jobId, THIEF, address(0), 0, 1)),
            abi.encodeCall(distributor.receiveCompensation, (1e18)),
            abi.encodeCall(distributor.receiveProceeds, (roundId, address(0), 1e18, 0)),
            abi.encodeCall(distributor.claimProceeds, (roundId, address(0)))
        ];
        bytes4[6] memory errors = [
            IRewardDistributor.CallerNotPublisher.selector,
            IRewardDistributor.CallerNotExchange.selector,
            IRewardDistributor.CallerNotExchange.selector,
            IRewardDistributor.CallerNotVault.selector,
            ILicenceProceeds.CallerNotMarketplace.selector,
            ILicenceProceeds.NothingOwed.selector
        ];
        expectRefused(THIEF, address(distributor), tries[what % 6], errors[what % 6]);
    }

    function pretend(uint256 what) external move("pretend") {
        VM.assume(seldom(what));
        uint256 jobId = someJob(what >> 8);
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        bytes[6] memory tries = [
            abi.encodeCall(coordinator.demandProof, (roundId)),
            abi.encodeCall(coordinator.committeeDrawn, (roundId)),
            abi.encodeCall(coordinator.withdrawProvider, (jobId, providerAt(0))),
            abi.encodeCall(reputation.recordFault, (providerAt(0))),
            abi.encodeCall(selector.updateStake, (jobId, THIEF, 1e18)),
            abi.encodeCall(exchange.leaveJob, (jobId))
        ];
        address[6] memory targets =
            [address(coordinator), address(coordinator), address(coordinator), address(reputation), address(selector), address(exchange)];
        bytes4[6] memory errors = [
            IModelCoordinator.CallerNotSettlement.selector,
            IModelCoordinator.CallerNotSelector.selector,
            IModelCoordinator.CallerNotExchange.selector,
            IReputation.CallerMayNotRecordFaults.selector,
            ICommitteeSelector.CallerNotExchange.selector,
            IDataExchange.NotRegistered.selector
        ];
        expectRefused(THIEF, targets[what % 6], tries[what % 6], errors[what % 6]);
    }

    /// @notice The copycat reveals what its neighbour would, under a receipt in its own name.
    function revealCopy(uint256 job, uint256 who) external move("revealCopy") {
        (uint256 roundId, uint256 i) = copycat(job, who);
        uint256 jobId = roundId >> 32;
        bytes memory receipt =
            receiptBy(signingKey(jobId, false), jobId, uint32(roundId), providerAt(i), commitmentAt(i + 1), weightAt(i + 1));
        bytes memory update = abi.encode(jobId, uint32(roundId), commitmentAt(i + 1), weightAt(i + 1), saltAt(i + 1), receipt);
        bytes memory data = abi.encodeCall(coordinator.submitUpdate, (bytes32(roundId), update));
        expectRefused(providerAt(i), address(coordinator), data, IModelCoordinator.CommitmentMismatch.selector);
    }

    function revealLate(uint256 job, uint256 who) external move("revealLate") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Revealing);
        VM.assume(now_() > latest(jobId).deadline);
        uint256 i = who % PROVIDERS;
        uint256 round = coordinator.currentRound(jobId);
        bytes memory update = updateBy(signingKey(jobId, false), jobId, round, i);
        bytes memory data = abi.encodeCall(coordinator.submitUpdate, (bytes32(idOf(jobId, round)), update));
        expectRefused(providerAt(i), address(coordinator), data, IModelCoordinator.DeadlinePassed.selector);
    }

    function revealTwice(uint256 job, uint256 who) external move("revealTwice") {
        uint256 jobId = revealingJob(job);
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        for (uint256 j = 0; j < PROVIDERS; ++j) {
            uint256 i = (who % PROVIDERS + j) % PROVIDERS;
            if (!hasRevealed(roundId, providerAt(i))) continue;
            bytes memory update = updateBy(signingKey(jobId, false), jobId, uint32(roundId), i);
            bytes memory data = abi.encodeCall(coordinator.submitUpdate, (bytes32(roundId), update));
            expectRefused(providerAt(i), address(coordinator), data, IModelCoordinator.AlreadyRevealed.selector);
            return;
        }
        VM.assume(false);
    }

    /// @notice Who was not drawn, or registered too late, stays outside.
    function commitUnasked(uint256 job, uint256 who) external move("commitUnasked") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Committing);
        uint256 i = who % PROVIDERS;
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        VM.assume(now_() <= latest(jobId).deadline && !mayCommit(jobId, i) && !hasCommitted(roundId, providerAt(i)));
        bytes memory data = abi.encodeCall(coordinator.commitUpdate, (jobId, keccak256("update")));
        expectRefused(providerAt(i), address(coordinator), data, IModelCoordinator.NotEligible.selector);
    }

    /// @notice The other aggregator, or a stranger, settles.
    function settleOutOfTurn(uint256 job, uint256 who) external move("settleOutOfTurn") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Aggregating);
        address settler = turnOf(jobId, latest(jobId));
        address[3] memory others = [aggregator, backup, THIEF];
        VM.assume(settler != address(0) && others[who % 3] != settler);
        AggregateProof memory proof = someProof();
        bytes memory data = abi.encodeCall(coordinator.verifyAggregate, (jobId, proof));
        expectRefused(others[who % 3], address(coordinator), data, IModelCoordinator.CallerNotAggregator.selector);
    }

    /// @notice The other aggregator, the publisher, a provider or a stranger publishes, the whole model or its next part.
    function publishAsImpostor(uint256 job, uint256 who) external move("publishAsImpostor") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Publishing);
        IModelCoordinator.RoundState memory state = latest(jobId);
        address[5] memory others = [aggregator, backup, publisher, someProvider(who / 5), THIEF];
        VM.assume(others[who % 5] != state.settledBy);
        uint256 left = unpublished(jobId, state);
        bytes memory data = odd(who)
            ? abi.encodeCall(coordinator.publishModel, (jobId, state.round, 1, new bytes(left)))
            : abi.encodeCall(coordinator.publishModelPart, (jobId, state.round, world.MODEL_BYTES() - left, new bytes(1)));
        expectRefused(others[who % 5], address(coordinator), data, IModelCoordinator.CallerNotAggregator.selector);
    }

    /// @notice A round that is over is not settled, failed or pushed on again.
    function disturb(uint256 job, uint256 what) external move("disturb") {
        uint256 jobId = someJob(job);
        IModelCoordinator.RoundState memory state = latest(jobId);
        VM.assume(state.phase == IModelCoordinator.Phase.Finalised || state.phase == IModelCoordinator.Phase.Failed);
        address settler = state.settledBy == address(0) ? aggregator : state.settledBy;
        AggregateProof memory proof = someProof();
        bytes[5] memory tries = [
            abi.encodeCall(coordinator.verifyAggregate, (jobId, proof)),
            abi.encodeCall(coordinator.publishModel, (jobId, state.round, 1, new bytes(unpublished(jobId, state)))),
            abi.encodeCall(coordinator.publishModelPart, (jobId, state.round, ledger.publications(idOf(jobId, state.round)), new bytes(1))),
            abi.encodeCall(coordinator.failRound, (jobId)),
            abi.encodeCall(coordinator.advanceRound, (jobId))
        ];
        expectRefused(settler, address(coordinator), tries[what % 5], IModelCoordinator.PhaseWrong.selector);
    }

    /// @notice Nobody fails a round while it may still be settled, drawn or published.
    function failEarly(uint256 job) external move("failEarly") {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (job % jobs + i) % jobs;
            IModelCoordinator.RoundState memory state = latest(jobId);
            bool waits = state.phase == IModelCoordinator.Phase.Drawing || state.phase == IModelCoordinator.Phase.Publishing;
            bool settling = state.phase == IModelCoordinator.Phase.Aggregating && turnOf(jobId, state) != address(0);
            if (!settling && !(waits && now_() <= state.deadline)) continue;
            bytes memory data = abi.encodeCall(coordinator.failRound, (jobId));
            expectRefused(THIEF, address(coordinator), data, IModelCoordinator.DeadlineNotReached.selector);
            return;
        }
        VM.assume(false);
    }

    /// @notice A provider that revealed, or has no posted receipt, is not silent.
    function reportLoud(uint256 seed, uint256 who) external move("reportLoud") {
        VM.assume(ledger.roundCount() != 0);
        uint256 roundId = ledger.roundIds(seed % ledger.roundCount());
        address provider = someProvider(who);
        VM.assume(coordinator.outcomeOf(roundId).phase > IModelCoordinator.Phase.Revealing);
        VM.assume(ledger.receipts(roundId, provider) != Ledger.Receipt.Posted);
        bytes memory data = abi.encodeCall(coordinator.reportSilentProvider, (roundId, provider));
        expectRefused(THIEF, address(coordinator), data, IModelCoordinator.ProviderNotSilent.selector);
    }

    /// @notice Who revealed nothing in a round has no share of it.
    function claimUnearned(uint256 seed, uint256 who) external move("claimUnearned") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (distributor.getRoundReward(roundId).totalPoints == 0) continue;
            address idler = hasRevealed(roundId, someProvider(who)) ? THIEF : someProvider(who);
            bytes memory data = abi.encodeCall(distributor.claim, (roundId));
            expectRefused(idler, address(distributor), data, IRewardDistributor.NothingRevealed.selector);
            return;
        }
        VM.assume(false);
    }

    function copycat(uint256 job, uint256 who) private view returns (uint256 roundId, uint256 index) {
        uint256 jobs = world.jobCount();
        for (uint256 k = 0; k < jobs * PROVIDERS; ++k) {
            uint256 jobId = 1 + (job % jobs + k / PROVIDERS) % jobs;
            index = (who % PROVIDERS + k) % PROVIDERS;
            roundId = idOf(jobId, coordinator.currentRound(jobId));
            if (takesReveals(jobId) && ledger.copied(roundId, providerAt(index))) return (roundId, index);
        }
        VM.assume(false);
    }
}
