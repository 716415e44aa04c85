// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IContributionDisputes } from "../../../src/interfaces/IContributionDisputes.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { Party } from "../world/Party.sol";
import { World } from "../world/World.sol";
import { RoundMove } from "./RoundMove.sol";

/// @title ContributionMoves
/// @notice Reveals with contribution proofs, one by one and together, and reports of proofs that fail.
contract ContributionMoves is RoundMove {
    constructor(World world_) RoundMove(world_) { }

    function revealProved(uint256 job, uint256 who) external move("revealProved") {
        uint256 jobId = contributionJob(job);
        for (uint256 j = 0; j < PROVIDERS; ++j) {
            uint256 i = (who % PROVIDERS + j) % PROVIDERS;
            if (!revealable(jobId, i)) continue;
            uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
            bytes memory update = updateBy(AGGREGATOR_KEY, jobId, uint32(roundId), i);
            VM.prank(providerAt(i));
            coordinator.submitProvedUpdate(bytes32(roundId), update, "holds");
            ledger.reveal(roundId, providerAt(i), weightAt(i), false);
            return;
        }
        VM.assume(false);
    }

    /// @notice Some providers' updates in one call; those that are revealed already stay as they are.
    function revealBatch(uint256 job, uint256 mask) external move("revealBatch") {
        uint256 jobId = contributionJob(job);
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        address[] memory providers = new address[](PROVIDERS);
        uint256 count = 0;
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            bool there = revealable(jobId, i) || hasRevealed(roundId, providerAt(i));
            if (there && (mask >> i) & 1 == 1) providers[count++] = providerAt(i);
        }
        VM.assume(count != 0);
        assembly ("memory-safe") {
            mstore(providers, count)
        }
        noteReveals(roundId, jobId, providers);
        submit(roundId, jobId, providers);
    }

    /// @notice A proof that does not hold reveals nothing.
    function revealDisproved(uint256 job, uint256 who) external move("revealDisproved") {
        uint256 jobId = contributionJob(job);
        uint256 roundId = idOf(jobId, coordinator.currentRound(jobId));
        uint256 i = who % PROVIDERS;
        VM.assume(revealable(jobId, i));
        bytes memory update = updateBy(AGGREGATOR_KEY, jobId, uint32(roundId), i);
        bytes memory data = abi.encodeCall(coordinator.submitProvedUpdate, (bytes32(roundId), update, "fails"));
        expectRefused(providerAt(i), address(coordinator), data, IModelCoordinator.ContributionProofRejected.selector);
    }

    /// @notice A provider (but never the last one) signs for a proof that fails, and pays a fifth.
    function reportFailed(uint256 job, uint256 who, uint256 round) external move("reportFailed") {
        (uint256 jobId, address provider) = liable(job, who % (PROVIDERS - 1));
        IContributionDisputes.ContributionClaim memory claim = claimOf(jobId, bound(round, 1, 1000), "fails");
        VM.assume(!disputes.isReported(jobId, claim.round, provider));
        Party(payable(provider)).agree(disputes.claimHash(claim));
        uint256 amount = expectFine(provider, jobId, 2000, true);
        VM.assertEq(disputes.reportFailedContribution(provider, claim, "fails", "signed"), amount, "a fifth, rounded up");
    }

    /// @notice A proof that holds, or that nobody signed for, costs nobody anything.
    function reportInnocent(uint256 job, uint256 who, uint256 round, uint256 agreed) external move("reportInnocent") {
        (uint256 jobId, address provider) = liable(job, who % PROVIDERS);
        bool signed = odd(agreed);
        bytes memory proof = signed ? bytes("holds") : bytes("fails");
        // Rounds that no party ever signs a failing proof for.
        IContributionDisputes.ContributionClaim memory claim = claimOf(jobId, bound(round, 1001, 2000), proof);
        if (signed) Party(payable(provider)).agree(disputes.claimHash(claim));
        bytes4 reason = signed ? IContributionDisputes.ProofValid.selector : IContributionDisputes.SignatureInvalid.selector;
        bytes memory data = abi.encodeCall(disputes.reportFailedContribution, (provider, claim, proof, "signed"));
        expectRefused(address(0xBAD), address(disputes), data, reason);
    }

    function noteReveals(uint256 roundId, uint256 jobId, address[] memory providers) private {
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            if (!revealable(jobId, i)) continue;
            for (uint256 j = 0; j < providers.length; ++j) {
                if (providers[j] == providerAt(i)) ledger.reveal(roundId, providerAt(i), weightAt(i), false);
            }
        }
    }

    function submit(uint256 roundId, uint256 jobId, address[] memory providers) private {
        bytes[] memory updates = new bytes[](providers.length);
        bytes[] memory proofs = new bytes[](providers.length);
        for (uint256 j = 0; j < providers.length; ++j) {
            updates[j] = updateBy(AGGREGATOR_KEY, jobId, uint32(roundId), uint160(providers[j]) - uint160(providerAt(0)));
            proofs[j] = "holds";
        }
        coordinator.submitProvedUpdates(bytes32(roundId), providers, updates, proofs);
    }

    function contributionJob(uint256 seed) private view returns (uint256) {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (seed % jobs + i) % jobs;
            if (isKind(jobId, World.Kind.Contributions) && takesReveals(jobId)) return jobId;
        }
        VM.assume(false);
        return 0;
    }

    function liable(uint256 seed, uint256 who) private view returns (uint256 jobId, address provider) {
        uint256 jobs = world.jobCount();
        provider = providerAt(who);
        for (uint256 i = 0; i < jobs; ++i) {
            jobId = 1 + (seed % jobs + i) % jobs;
            if (isKind(jobId, World.Kind.Contributions) && vault.liableFor(provider, jobId) != 0) return (jobId, provider);
        }
        VM.assume(false);
    }

    function claimOf(uint256 jobId, uint256 round, bytes memory proof)
        private
        pure
        returns (IContributionDisputes.ContributionClaim memory)
    {
        return IContributionDisputes.ContributionClaim(jobId, round, G1(1, 2), keccak256(proof));
    }
}
