// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1, G2 } from "./Bn254Points.sol";

/// @title ICommitteeSelector
/// @notice Draws a round's committee: stake-weighted, without replacement, from a value that exists once and that nobody can choose. The
///         value is the aggregator's BLS signature (unique for its key) of a message fixed by the request and by the hash of the block
///         after it. So the aggregator cannot know the committee when it asks for it, nobody else can know it before the aggregator
///         signs, and whoever fulfils a request has nothing to choose.
///
///         A round id is (jobId << 32) | round.
interface ICommitteeSelector {
    /// @notice A request as it stands; all zero when there was none.
    struct Request {
        /// Whose beacon key must sign, and which of its keys.
        address aggregator;
        uint256 keyVersion;
        /// The block of the request; the hash of the one after it enters the message.
        uint256 requestBlock;
        /// PREVRANDAO of the request's block.
        bytes32 prevrandao;
        /// The hash of block `requestBlock + 1` once recorded; zero before.
        bytes32 entropy;
        /// How many are drawn: the size asked for, or all candidates if there are fewer.
        uint256 members;
        /// How many candidates there were, and the sum of their stakes.
        uint256 candidates;
        uint256 totalStake;
        bool fulfilled;
    }

    event BeaconKeyRegistered(address indexed aggregator, uint256 indexed version, G2 key);
    /// @param stake The candidate's weight in the next draw, in stake units; 0 when it was removed.
    event CandidateStakeUpdated(uint256 indexed jobId, address indexed provider, uint256 stake);
    event CommitteeRequested(
        uint256 indexed roundId,
        address indexed aggregator,
        uint256 keyVersion,
        uint256 members,
        uint256 candidates,
        uint256 totalStake,
        bytes32 prevrandao
    );
    event EntropyRecorded(uint256 indexed roundId, bytes32 entropy);
    /// @param members In the order in which they were drawn.
    event CommitteeDrawn(uint256 indexed roundId, bytes32 entropy, G1 signature, address[] members);

    error CallerNotExchange(address caller);
    error CallerNotCoordinator(address caller);
    /// @notice The key is infinity, off the twist, outside the subgroup, or has a coordinate that is not below p.
    error BeaconKeyInvalid();
    /// @notice The proof of possession was not made with this key's secret for this account, chain and contract.
    error PossessionNotProved();
    error BeaconKeyMissing(address aggregator);
    error BeaconKeyUnknown(address aggregator, uint256 version);
    /// @notice Above 2^112 - 1.
    error StakeTooLarge(uint256 stake);
    /// @notice 2^16 - 1 candidates are registered.
    error TooManyCandidates(uint256 jobId);
    /// @notice A draw from the job's stakes is under way: candidates may be added, but those there are may not change.
    error DrawPending(uint256 jobId, uint256 roundId);
    error CommitteeSizeOutOfRange(uint256 size, uint256 largest);
    error NoCandidates(uint256 jobId);
    error AlreadyRequested(uint256 roundId);
    error RequestUnknown(uint256 roundId);
    error AlreadyFulfilled(uint256 roundId);
    /// @notice Another round of the job has been requested since, or the round failed.
    error RequestStale(uint256 roundId);
    /// @notice The block whose hash enters the message is not there yet.
    error EntropyNotYetKnown(uint256 blockNumber);
    /// @notice The block's hash can no longer be read and nobody recorded it: the request cannot be fulfilled.
    error EntropyLost(uint256 blockNumber);
    error EntropyAlreadyRecorded(uint256 roundId);
    /// @notice The signature is infinity, off the curve, or has a coordinate that is not below p.
    error SignatureInvalid();
    /// @notice The signature is not the beacon key's over the request's message.
    error SignatureWrong();

    /// @notice Registers a key under which the caller's committees will be drawn from its next job on; a job keeps the key of its first
    ///         request. The secret must never leave the caller: who has it knows a committee as soon as its block's hash is known.
    /// @param key The public key, [secret]2.
    /// @param possession The signature, under the possession tag, of abi.encode(chainid, this contract, caller, key).
    /// @return version Counted from 1.
    function registerBeaconKey(G2 calldata key, G1 calldata possession) external returns (uint256 version);

    /// @notice Sets a candidate's stake; 0 removes it. Exchange only. O(log n).
    function updateStake(uint256 jobId, address provider, uint256 stake) external;

    /// @notice Asks for a round's committee and freezes what it is drawn from. Coordinator only.
    /// @param size 1 to MAX_COMMITTEE_SIZE.
    /// @param aggregator The job's aggregator, whose beacon key must sign.
    /// @return members How many will be drawn: `size`, or all candidates if there are fewer.
    function requestCommittee(uint256 roundId, uint256 size, address aggregator) external returns (uint256 members);

    /// @notice Keeps the hash of the block after the request, which the chain forgets after 256 blocks. Anyone may call; fulfil does not
    ///         need it while the chain still remembers.
    function recordEntropy(uint256 roundId) external;

    /// @notice Draws the committee from the beacon's signature of messageOf(roundId), and tells the coordinator. Anyone may call.
    function fulfil(uint256 roundId, G1 calldata signature) external;

    /// @notice What must be signed: abi.encode(chainid, this contract, roundId, prevrandao, entropy). Reverts before the entropy is known.
    function messageOf(uint256 roundId) external view returns (bytes memory);

    /// @notice What a proof of possession signs: abi.encode(chainid, this contract, aggregator, key).
    function possessionMessageOf(address aggregator, G2 calldata key) external view returns (bytes memory);

    function isMember(uint256 roundId, address provider) external view returns (bool);

    /// @notice The committee in the order in which it was drawn; empty before.
    function getCommittee(uint256 roundId) external view returns (address[] memory);

    function requestOf(uint256 roundId) external view returns (Request memory);

    /// @notice How many keys an aggregator has registered; the last is used by its next job.
    function beaconKeyCount(address aggregator) external view returns (uint256);

    function beaconKeyOf(address aggregator, uint256 version) external view returns (G2 memory);

    /// @notice The version that a job's draws use; 0 before its first request.
    function jobKeyVersionOf(uint256 jobId) external view returns (uint256);

    /// @notice A candidate's weight in the next draw.
    function stakeOf(uint256 jobId, address provider) external view returns (uint256);

    function totalStakeOf(uint256 jobId) external view returns (uint256);

    function candidateCount(uint256 jobId) external view returns (uint256);

    /// @notice Candidates from place `first` (0-based), cut at the end, in the order in which draws count them. Removing one moves the
    ///         last into its place.
    function getCandidates(uint256 jobId, uint256 first, uint256 count)
        external
        view
        returns (address[] memory providers, uint256[] memory stakes);

    /// @notice Largest committee, so that a draw fits one transaction.
    function MAX_COMMITTEE_SIZE() external view returns (uint256);
}
