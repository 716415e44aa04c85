// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";

/// @title CoordinatorDouble
/// @notice What an exchange asks of its coordinator, answered as a test wishes.
contract CoordinatorDouble {
    uint256 private _round;
    uint256 private _finalised;
    bool private _running;
    uint256 public enrolments;
    mapping(uint256 jobId => mapping(address provider => bool)) public isEnrolled;
    mapping(uint256 jobId => mapping(address provider => uint256)) public capOf;

    mapping(uint256 jobId => IModelCoordinator.JobTerms) private _terms;
    bool private _silence;

    function play(uint256 round, uint256 finalised, bool running) external {
        _round = round;
        _finalised = finalised;
        _running = running;
    }

    /// @notice Makes every withdrawal fail, as for a provider whose silence is unreported.
    function refuseWithdrawals() external {
        _silence = true;
    }

    function openJob(uint256 jobId, IModelCoordinator.JobTerms calldata terms) external {
        _terms[jobId] = terms;
    }

    function enrol(uint256 jobId, address provider, uint32 cap) external returns (uint32) {
        isEnrolled[jobId][provider] = true;
        capOf[jobId][provider] = cap;
        enrolments += 1;
        return uint32(_round + 1);
    }

    function withdrawProvider(uint256 jobId, address provider) external {
        if (_silence) revert IModelCoordinator.SilenceNotReported(jobId, _round, provider);
        isEnrolled[jobId][provider] = false;
    }

    function getTerms(uint256 jobId) external view returns (IModelCoordinator.JobTerms memory) {
        return _terms[jobId];
    }

    function currentRound(uint256) external view returns (uint256) {
        return _round;
    }

    function finalisedRounds(uint256) external view returns (uint256) {
        return _finalised;
    }

    function isRoundRunning(uint256) external view returns (bool) {
        return _running;
    }

    /// @notice Everybody has a part in a round that runs.
    function pendingCommit(bytes32, address) external pure returns (uint256) {
        return 1;
    }

    function shareOf(uint256, address) external pure returns (uint256, uint256, uint256, bool) {
        return (0, 0, 0, false);
    }
}
