// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";

/// @title ScriptedRounds
/// @notice Stands in for the coordinator and the vault: rounds end, reveals count and stakes are locked as a test says, true or not.
contract ScriptedRounds {
    struct Reveal {
        uint256 points;
        uint256 pointsBefore;
        uint256 index;
        bool revealed;
    }

    uint256 public unbondingDelay = 7 days;
    mapping(uint256 jobId => uint256) public currentRound;
    mapping(uint256 roundId => IModelCoordinator.RoundOutcome) private _outcomes;
    mapping(uint256 roundId => uint256) private _count;
    mapping(uint256 roundId => mapping(address provider => Reveal)) private _reveals;
    mapping(address node => mapping(uint256 jobId => uint256)) private _locked;

    /// @notice Lets a provider reveal after the others; the round's points grow.
    function reveal(uint256 roundId, address provider, uint256 points) external {
        uint256 total = _outcomes[roundId].totalPoints;
        _reveals[roundId][provider] = Reveal(points, total, _count[roundId]++, true);
        _outcomes[roundId].totalPoints = total + points;
    }

    /// @notice Puts a reveal wherever the test wants it.
    function script(uint256 roundId, address provider, uint256 points, uint256 pointsBefore, uint256 index) external {
        _reveals[roundId][provider] = Reveal(points, pointsBefore, index, true);
    }

    function scriptPoints(uint256 roundId, uint256 totalPoints) external {
        _outcomes[roundId].totalPoints = totalPoints;
    }

    function finalise(uint256 roundId, uint256 ordinal) external {
        IModelCoordinator.RoundOutcome storage outcome = _outcomes[roundId];
        outcome.jobId = roundId >> 32;
        outcome.round = uint32(roundId);
        outcome.phase = IModelCoordinator.Phase.Finalised;
        outcome.ordinal = ordinal;
    }

    function fail(uint256 roundId, uint256 compensation) external {
        IModelCoordinator.RoundOutcome storage outcome = _outcomes[roundId];
        outcome.phase = IModelCoordinator.Phase.Failed;
        outcome.compensation = compensation;
    }

    function start(uint256 jobId, uint256 round) external {
        currentRound[jobId] = round;
    }

    function lock(address node, uint256 jobId, uint256 amount) external {
        _locked[node][jobId] = amount;
    }

    function delay(uint256 duration) external {
        unbondingDelay = duration;
    }

    function lockedFor(address node, uint256 jobId) external view returns (uint256) {
        return _locked[node][jobId];
    }

    function outcomeOf(uint256 roundId) external view returns (IModelCoordinator.RoundOutcome memory) {
        return _outcomes[roundId];
    }

    function shareOf(uint256 roundId, address provider) external view returns (uint256, uint256, uint256, bool) {
        Reveal memory stored = _reveals[roundId][provider];
        return (stored.points, stored.pointsBefore, stored.index, stored.revealed);
    }
}
