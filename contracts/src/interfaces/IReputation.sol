// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IReputation
/// @notice A score in [0, 1) per provider, which weighs its rewards by 1 + score. Credits move it towards a target, faults halve it, time
///         halves it every half-life. A credit at elapsed time t after the previous one, for a job with stake s locked, makes it
///
///         score * f(t) + target * (1 - f(min(t, window))),   f(t) = 2^(-t / half-life),   target = min(s, reference stake) / reference
///         stake
///
///         so that the score is what it would be had it followed the target all along, however many credits came between: neither more
///         rounds nor more jobs make it rise faster, and several accounts that share a stake never exceed, any of them, what one account
///         with all of it would have. The first credit only starts the clock.
interface IReputation {
    /// @notice What is known of a provider.
    struct Standing {
        /// In 1/10^18, as of `updatedAt`.
        uint64 score;
        /// Seconds since the epoch of the last credit or fault; 0 before the first credit.
        uint40 updatedAt;
        uint32 faults;
    }

    /// @notice A provider's part in a finalised round has been counted. Scores in 1/10^18.
    event ReputationCredited(address indexed provider, uint256 indexed roundId, uint256 stake, uint256 score);
    /// @notice A provable fault has halved a provider's score. `reporter` is the contract that saw the proof.
    event FaultRecorded(address indexed provider, address indexed reporter, uint256 score);

    error CallerMayNotRecordFaults(address caller);
    error RoundNotFinalised(uint256 roundId);
    error NothingRevealed(uint256 roundId, address provider);
    /// @notice Another round of the job has been started and is over; credits are for work just done, not for stock.
    error RoundStale(uint256 roundId, uint256 currentRound);
    error AlreadyCredited(uint256 roundId, address provider);

    /// @notice Counts the caller's part in a finalised round, once. Each round of a job can be credited until the round after the next one
    ///         starts, and while the stake is still locked for the job. The caller alone decides, since a credit for a small stake uses up
    ///         time that one for a larger stake could have used.
    /// @param roundId (jobId << 32) | round.
    /// @return score The caller's new score in 1/10^18.
    function credit(uint256 roundId) external returns (uint256 score);

    /// @notice Halves a provider's score and forfeits the time since its last credit. Coordinator and disputes only.
    function recordFault(address provider) external;

    /// @notice What a provider's rewards are multiplied by now, in 1/10,000: 10,000 for newcomers, below 20,000 for anybody.
    function multiplierOf(address provider) external view returns (uint256 basisPoints);

    /// @notice A provider's score now, in 1/10^18.
    function scoreOf(address provider) external view returns (uint256);

    function standingOf(address provider) external view returns (Standing memory);

    /// @notice The job's last round that a provider was credited for; 0 for none.
    function lastCredited(uint256 jobId, address provider) external view returns (uint256 round);
}
