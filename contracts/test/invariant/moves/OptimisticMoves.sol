// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { IOptimisticSettlement } from "../../../src/interfaces/IOptimisticSettlement.sol";
import { Curve } from "../../support/Curve.sol";
import { World } from "../world/World.sol";
import { RoundMove } from "./RoundMove.sol";

/// @title OptimisticMoves
/// @notice Proposals, true and false, and challenges, right and wrong.
contract OptimisticMoves is RoundMove {
    constructor(World world_) RoundMove(world_) { }

    function proposeTrue(uint256 job, uint256 x) external move("proposeTrue") {
        propose(job, Curve.mul(Curve.generator(), bound(x, 1, 1e30)));
    }

    function proposeFalse(uint256 job, uint256 x) external move("proposeFalse") {
        G1 memory model = Curve.mul(Curve.generator(), bound(x, 1e31, 1e40));
        propose(job, model);
        world.verifier().condemn(model);
    }

    /// @notice The watcher challenges what is false, the busybody anything, and a proposer now and then itself.
    function challenge(uint256 job, uint256 who) external move("challenge") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Proposed);
        IModelCoordinator.RoundState memory state = latest(jobId);
        VM.assume(now_() <= state.deadline && (odd(who) || isFalse(state.modelCommitment)));
        address challenger = odd(who) ? world.busybody() : world.watcher();
        if (who % 5 == 0) challenger = state.settledBy;
        uint256 bond = settlement.challengeBond(jobId);
        if (vault.bondOf(challenger).free < bond) world.deposit(challenger, 5 * bond);
        uint256 roundId = idOf(jobId, state.round);
        VM.prank(challenger);
        settlement.challenge(roundId);
        ledger.setChallenger(roundId, challenger);
        ledger.done(isFalse(state.modelCommitment) ? bytes32("challenge: right") : bytes32("challenge: wrong"));
    }

    /// @notice Whoever was wrong pays; at any time after the round has shown who.
    function resolve(uint256 seed) external move("resolve") {
        uint256 roundId = challengedRound(seed, true);
        address challenger = ledger.challenged(roundId);
        bool won = !ledger.proved(roundId);
        uint256 lockId = settlement.lockIdOf(roundId);
        if (won) expectUnlock(challenger, lockId);
        else ledger.forfeit(challenger, vault.lockedFor(challenger, lockId), true);
        settlement.resolve(roundId);
        VM.assertEq(vault.lockedFor(challenger, lockId), 0, "no bond stays behind");
        ledger.done(won ? bytes32("resolve: won") : bytes32("resolve: lost"));
    }

    function resolveEarly(uint256 seed) external move("resolveEarly") {
        uint256 roundId = challengedRound(seed, false);
        bytes memory data = abi.encodeCall(settlement.resolve, (roundId));
        expectRefused(address(0xBAD), address(settlement), data, IOptimisticSettlement.ChallengePending.selector);
    }

    function resolveTwice(uint256 seed) external move("resolveTwice") {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            uint256 roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (!settlement.getChallenge(roundId).resolved) continue;
            bytes memory data = abi.encodeCall(settlement.resolve, (roundId));
            expectRefused(address(0xBAD), address(settlement), data, IOptimisticSettlement.AlreadyResolved.selector);
            return;
        }
        VM.assume(false);
    }

    /// @notice A proof of what is false, or of something other than was proposed.
    function proveWrongly(uint256 job, uint256 x) external move("proveWrongly") {
        uint256 jobId = settlingJob(job, true);
        IModelCoordinator.RoundState memory state = latest(jobId);
        AggregateProof memory proof = someProof();
        proof.modelCommitment = state.modelCommitment;
        bytes4 reason = IModelCoordinator.AggregateProofRejected.selector;
        if (!isFalse(state.modelCommitment)) {
            proof.modelCommitment = Curve.mul(Curve.generator(), bound(x, 1e41, 1e50));
            reason = IModelCoordinator.ProposalFixed.selector;
        }
        expectRefused(state.settledBy, address(coordinator), abi.encodeCall(coordinator.verifyAggregate, (jobId, proof)), reason);
    }

    function propose(uint256 job, G1 memory model) private {
        uint256 jobId = settlingJob(job, false);
        IModelCoordinator.RoundState memory state = latest(jobId);
        address proposer = turnOf(jobId, state);
        expectLateness(jobId, state, proposer);
        VM.prank(proposer);
        coordinator.proposeAggregate(jobId, model, keccak256("file"), "ipfs://file");
    }

    /// @dev An optimistic job whose latest round somebody may settle, and was proposed for already or not.
    function settlingJob(uint256 seed, bool proposed) private view returns (uint256) {
        uint256 jobs = world.jobCount();
        for (uint256 i = 0; i < jobs; ++i) {
            uint256 jobId = 1 + (seed % jobs + i) % jobs;
            if (!isKind(jobId, World.Kind.Optimistic)) continue;
            IModelCoordinator.RoundState memory state = latest(jobId);
            bool settling = state.phase == IModelCoordinator.Phase.Aggregating && turnOf(jobId, state) != address(0);
            if (settling && state.proposed == proposed) return jobId;
        }
        VM.assume(false);
        return 0;
    }

    /// @dev A round whose challenge waits, with its judgement there or not.
    function challengedRound(uint256 seed, bool judged) private view returns (uint256 roundId) {
        uint256 rounds = ledger.roundCount();
        for (uint256 i = 0; i < rounds; ++i) {
            roundId = ledger.roundIds((seed % rounds + i) % rounds);
            if (ledger.challenged(roundId) == address(0) || settlement.getChallenge(roundId).resolved) continue;
            if ((coordinator.outcomeOf(roundId).phase != IModelCoordinator.Phase.Aggregating) == judged) return roundId;
        }
        VM.assume(false);
    }
}
