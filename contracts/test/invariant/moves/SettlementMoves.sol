// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../../src/interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { Curve } from "../../support/Curve.sol";
import { World } from "../world/World.sol";
import { RoundMove } from "./RoundMove.sol";

/// @title SettlementMoves
/// @notice Proofs in one call or several, by whoever's turn it is, and the model's publication.
contract SettlementMoves is RoundMove {
    uint256 private constant CHUNKS = 3;

    constructor(World world_) RoundMove(world_) { }

    function settleWhole(uint256 job, uint256 x) external move("settleWhole") {
        (uint256 jobId, address settler) = turn(job);
        IModelCoordinator.RoundState memory state = latest(jobId);
        AggregateProof memory proof = someProof();
        proof.modelCommitment = provable(state, x);
        expectLateness(jobId, state, settler);
        VM.prank(settler);
        coordinator.verifyAggregate(jobId, proof);
        noteTurn(jobId, state, settler);
    }

    /// @notice One instalment, or the first one over again.
    function verifySome(uint256 job, uint256 count, uint256 again) external move("verifySome") {
        (uint256 jobId, address settler) = turn(job);
        uint256 first = again % 8 == 0 ? 0 : verifiedBy(jobId, settler);
        VM.assume(first < CHUNKS);
        ChunkProof[] memory some = chunks(first, bound(count, 1, CHUNKS - first));
        VM.prank(settler);
        coordinator.verifyAggregateChunks(jobId, first, some);
    }

    function complete(uint256 job, uint256 x) external move("complete") {
        (uint256 jobId, address settler) = turn(job);
        IModelCoordinator.RoundState memory state = latest(jobId);
        VM.assume(verifiedBy(jobId, settler) == CHUNKS);
        G1 memory model = provable(state, x);
        G1[] memory shown = commitments();
        expectLateness(jobId, state, settler);
        VM.prank(settler);
        coordinator.completeAggregate(jobId, model, G1(1, 2), shown);
        noteTurn(jobId, state, settler);
    }

    /// @notice Chunks are missing, another's, or not those that were verified: nothing changes.
    function completeWithout(uint256 job, uint256 x) external move("completeWithout") {
        (uint256 jobId, address settler) = turn(job);
        uint256 verified = verifiedBy(jobId, settler);
        G1[] memory shown = commitments();
        if (verified == CHUNKS) shown[x % CHUNKS] = G1(1, 2);
        bytes4 reason = verified == CHUNKS ? IModelCoordinator.ChunksDiffer.selector : IModelCoordinator.ChunksMissing.selector;
        bytes memory data = abi.encodeCall(coordinator.completeAggregate, (jobId, G1(1, 2), G1(1, 2), shown));
        expectRefused(settler, address(coordinator), data, reason);
    }

    function publishOne(uint256 job) external move("publishOne") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Publishing);
        IModelCoordinator.RoundState memory state = latest(jobId);
        VM.assume(now_() <= state.deadline);
        publishNow(jobId, state);
    }

    /// @notice A part of the model, perhaps all that is left of it: the round still waits for the last call.
    function publishPart(uint256 job, uint256 length) external move("publishPart") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Publishing);
        IModelCoordinator.RoundState memory state = latest(jobId);
        uint256 left = unpublished(jobId, state);
        VM.assume(now_() <= state.deadline && left != 0);
        uint256 offset = world.MODEL_BYTES() - left;
        bytes memory part = new bytes(bound(length, 1, left));
        VM.prank(state.settledBy);
        coordinator.publishModelPart(jobId, state.round, offset, part);
        ledger.publish(idOf(jobId, state.round), part.length);
        if (part.length == left) ledger.done("publishPart: all");
        VM.assertEq(keccak256(abi.encode(latest(jobId))), keccak256(abi.encode(state)), "a part changes nothing of the round");
    }

    /// @notice The settler itself cannot repeat a part, leave a gap, add nothing, or bring another length than the model's.
    function publishBadly(uint256 job, uint256 what) external move("publishBadly") {
        uint256 jobId = jobIn(job, IModelCoordinator.Phase.Publishing);
        IModelCoordinator.RoundState memory state = latest(jobId);
        VM.assume(now_() <= state.deadline);
        uint256 left = unpublished(jobId, state);
        uint256 offset = world.MODEL_BYTES() - left;
        bytes[6] memory tries = [
            abi.encodeCall(coordinator.publishModelPart, (jobId, state.round, offset + 1, new bytes(1))),
            abi.encodeCall(coordinator.publishModelPart, (jobId, state.round, offset == 0 ? left : 0, new bytes(1))),
            abi.encodeCall(coordinator.publishModelPart, (jobId, state.round, offset, "")),
            abi.encodeCall(coordinator.publishModelPart, (jobId, state.round, offset, new bytes(left + 1))),
            abi.encodeCall(coordinator.publishModel, (jobId, state.round, 1, new bytes(left + 1))),
            abi.encodeCall(coordinator.publishModel, (jobId, state.round, 1, new bytes(left == 0 ? 1 : left - 1)))
        ];
        bytes4[6] memory errors = [
            IModelCoordinator.ModelPartOutOfOrder.selector,
            IModelCoordinator.ModelPartOutOfOrder.selector,
            IModelCoordinator.ModelPartEmpty.selector,
            IModelCoordinator.ModelLengthWrong.selector,
            IModelCoordinator.ModelLengthWrong.selector,
            IModelCoordinator.ModelLengthWrong.selector
        ];
        expectRefused(state.settledBy, address(coordinator), tries[what % 6], errors[what % 6]);
    }

    function turn(uint256 job) private view returns (uint256 jobId, address settler) {
        jobId = jobIn(job, IModelCoordinator.Phase.Aggregating);
        settler = turnOf(jobId, latest(jobId));
        VM.assume(settler != address(0));
    }

    /// @dev What was proposed, unless there is no proof of it; else some true model.
    function provable(IModelCoordinator.RoundState memory state, uint256 x) private view returns (G1 memory model) {
        if (!state.proposed) return Curve.mul(Curve.generator(), bound(x, 1, 1e30));
        model = state.modelCommitment;
        VM.assume(!isFalse(model));
    }

    function noteTurn(uint256 jobId, IModelCoordinator.RoundState memory state, address settler) private {
        ledger.prove(idOf(jobId, state.round));
        if (state.proposed) ledger.done("settle: a proposal");
        else ledger.done(settler == backup ? bytes32("settle: backup") : bytes32("settle: aggregator"));
    }

    function verifiedBy(uint256 jobId, address settler) private view returns (uint256) {
        (address by, uint256 verified) = coordinator.chunksVerified(idOf(jobId, coordinator.currentRound(jobId)));
        return by == settler ? verified : 0;
    }

    function commitments() private view returns (G1[] memory all) {
        all = new G1[](CHUNKS);
        for (uint256 i = 0; i < CHUNKS; ++i) {
            all[i] = commitmentAt(i);
        }
    }

    function chunks(uint256 first, uint256 count) private view returns (ChunkProof[] memory some) {
        some = new ChunkProof[](count);
        for (uint256 i = 0; i < count; ++i) {
            some[i] = someProof().chunks[0];
            some[i].commitment = commitmentAt(first + i);
        }
    }
}
