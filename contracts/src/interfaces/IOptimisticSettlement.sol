// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IOptimisticSettlement
/// @notice Challenges of model commitments that were proposed without a proof. The proposer's bond is the aggregator's stake in the job;
///         a challenger locks a bond of its own, and the proposer must then prove the very commitment it proposed. The proof comes: the
///         challenger loses its bond to the treasury, whatever becomes of the round. It does not come in time: the coordinator fails the
///         round, and the proposer loses its whole bond, a quarter to the challenger, half to the round's providers, the rest to the
///         treasury; the challenger gets its own bond back here. A proposer who is its own challenger, and its own providers, still
///         loses the treasury's part.
interface IOptimisticSettlement {
    /// @notice A round's challenge.
    struct Challenge {
        /// Who demanded the proof; zero: nobody.
        address challenger;
        /// Locked until the challenge is resolved, in units of the stake token; at most 2^88 of them count.
        uint88 bond;
        bool resolved;
    }

    event ProposalChallenged(uint256 indexed roundId, address indexed challenger, uint256 bond);
    /// @param upheld Whether the proof failed to come.
    /// @param slashed What the challenger lost, in units of the stake token; 0 when upheld.
    event ChallengeResolved(uint256 indexed roundId, address indexed challenger, bool upheld, uint256 slashed);

    /// @notice The round's proposal has been challenged before; one proof is enough.
    error AlreadyChallenged(uint256 roundId, address challenger);
    error NotChallenged(uint256 roundId);
    error AlreadyResolved(uint256 roundId);
    /// @notice The proof is neither given nor overdue.
    error ChallengePending(uint256 roundId);
    /// @notice The bond is larger than what can be recorded.
    error BondOutOfRange(uint256 bond);

    /// @notice Demands the proof of a round's proposal. Anyone may, within the challenge window, with a free bond of challengeBond(jobId)
    ///         in the vault. What to look for: the file named by the proposal opens it, and recomputing it needs no proof.
    /// @param roundId (jobId << 32) | round.
    function challenge(uint256 roundId) external;

    /// @notice Ends a challenge once the proof was given or the round failed. Anyone may call it.
    function resolve(uint256 roundId) external;

    /// @notice What a challenge in a job must lock, in units of the stake token: CHALLENGE_BOND of the aggregator's stake, rounded up.
    function challengeBond(uint256 jobId) external view returns (uint256);

    /// @notice A round's challenge; empty when there is none.
    function getChallenge(uint256 roundId) external view returns (Challenge memory);

    /// @notice The id under which the vault locks a round's challenge bond; no job's id is as large.
    function lockIdOf(uint256 roundId) external pure returns (uint256);

    /// @notice The contract whose proposals are challenged.
    function coordinator() external view returns (address);

    /// @notice The contract that knows a job's stakes.
    function exchange() external view returns (address);

    /// @notice The contract that holds the bonds.
    function stakeVault() external view returns (address);
}
