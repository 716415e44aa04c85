// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IModelCoordinator } from "../../../src/interfaces/IModelCoordinator.sol";
import { World } from "../world/World.sol";
import { RoundMove } from "./RoundMove.sol";

/// @title TimeMoves
/// @notice Lets time pass. The last provider and the steady aggregator never let a deadline pass that binds them: what they owe they do in
///         the last moment, and so they must never lose anything.
contract TimeMoves is RoundMove {
    constructor(World world_) RoundMove(world_) { }

    function wait(uint256 duration) external move("wait") {
        pass(bound(duration, 1, 4 hours));
    }

    function waitLong(uint256 duration) external move("waitLong") {
        VM.assume(seldom(duration));
        pass(bound(duration, 1 days, 8 days));
    }

    function pass(uint256 duration) private {
        uint256 until = now_() + duration;
        for (uint256 jobId = 1; jobId <= world.jobCount(); ++jobId) {
            keepFaith(jobId, until);
        }
        VM.warp(until);
        VM.roll(VM.getBlockNumber() + 1);
    }

    function keepFaith(uint256 jobId, uint256 until) private {
        IModelCoordinator.RoundState memory state = latest(jobId);
        // What is over is over: a deadline that has passed before was kept then.
        if (state.deadline >= until || now_() > state.deadline) return;
        if (state.phase == IModelCoordinator.Phase.Revealing && revealable(jobId, PROVIDERS - 1)) {
            revealNow(jobId, PROVIDERS - 1, false, false);
            ledger.done("revealInTime");
            state = latest(jobId);
        }
        if (!isKind(jobId, World.Kind.Ether)) return;
        if (state.phase == IModelCoordinator.Phase.Aggregating && state.deadline < until) {
            VM.prank(world.steady());
            coordinator.verifyAggregate(jobId, someProof());
            state = latest(jobId);
            ledger.prove(idOf(jobId, state.round));
            ledger.done("settleInTime");
        }
        if (state.phase == IModelCoordinator.Phase.Publishing && state.deadline < until) publishNow(jobId, state);
    }
}
