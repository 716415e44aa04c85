// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ChunkProof } from "./AggregateProof.sol";
import { G1 } from "./Bn254Points.sol";
import { IModelCoordinator } from "./IModelCoordinator.sol";

/// @title IRoundExtension
/// @notice The calls that only some rounds take, and the views for those outside: ModelCoordinator delegates them to RoundExtension, since
///         the code of both would not fit one contract.
interface IRoundExtension {
    /// @notice Shows during Delivering that a provider's receipt exists. If the provider's update is not revealed in the end, it is at
    ///         fault. Anyone who knows what the provider committed to may call.
    function postReceipt(bytes32 roundKey, address provider, G1 calldata commitment, uint256 weight, bytes32 salt, bytes calldata signature)
        external;

    /// @notice Slashes a provider whose receipt was posted and whose update was not revealed in time. Anyone may call.
    function reportSilentProvider(uint256 roundId, address provider) external;

    /// @notice Proposes the running round's C_Y without a proof, in an optimistic job. The aggregator until its deadline, then the backup
    ///         until its own.
    /// @param contentHash keccak256 of the file that opens C_S and C_Y, `location` where it lies.
    function proposeAggregate(uint256 jobId, G1 calldata proposed, bytes32 contentHash, string calldata location) external;

    /// @notice Sends a proposed round back to Aggregating, where only its proposer may settle it, with a proof of the C_Y it proposed.
    ///         Settlement only.
    function demandProof(uint256 roundId) external;

    /// @notice First part of a settlement over several calls: verifies chunks `first`, `first + 1`, ... of the caller's proof. In order;
    ///         starting again at 0 discards what was verified, as does the turn's passing to the backup. Settles nothing by itself.
    function verifyAggregateChunks(uint256 jobId, uint256 first, ChunkProof[] calldata chunks) external;

    /// @notice Last part: links the verified chunks to C_S and C_Y, and settles the round.
    /// @param commitments D of every chunk, in order, as verified before.
    function completeAggregate(uint256 jobId, G1 calldata proved, G1 calldata link, G1[] calldata commitments) external;

    /// @notice Publishes some bytes of a settled round's model, for models that no single transaction carries: those from `offset` on, in
    ///         order, each byte once, by whoever settled the round and before its deadline. publishModel then sends the last of them (or none)
    ///         and finalises the round; until it does, nothing of the round changes.
    function publishModelPart(uint256 jobId, uint256 round, uint256 offset, bytes calldata part) external;

    /// @notice How many bytes of a round's model publishModelPart has published.
    function publishedBytes(uint256 roundId) external view returns (uint256);

    /// @notice Fails the running round when its committee was not drawn in time, too few committed or revealed in time, nobody settled it
    ///         in time, or its model was not published in time. Anyone may call; who is at fault is slashed in favour of the round's
    ///         providers. Of a round that nobody settled that is who signed all of its receipts, and nobody if two did.
    function failRound(uint256 jobId) external;

    /// @notice Names the file of the job's last finalised model, once, by whoever settled that round.
    /// @param finalWeights abi.encode(uint256 jobId, uint256 round, bytes32 contentHash, string location).
    function commitFinalWeights(bytes calldata finalWeights) external;

    function getTerms(uint256 jobId) external view returns (IModelCoordinator.JobTerms memory);

    function getParticipant(uint256 jobId, address provider) external view returns (IModelCoordinator.Participant memory);

    function getRound(uint256 jobId, uint256 round) external view returns (IModelCoordinator.RoundState memory);

    /// @notice The running or settled proposal of a round; all zero when there was none.
    function proposalOf(uint256 roundId) external view returns (address proposer, G1 memory proposed, bytes32 contentHash);

    /// @notice Whether a round's C_Y was proved, whatever came of the round later. Of a challenged proposal: whether the proof was given.
    function isProved(uint256 roundId) external view returns (bool);

    /// @notice How many chunks of a settlement over several calls are verified, and by whom.
    function chunksVerified(uint256 roundId) external view returns (address aggregator, uint256 verified);

    /// @notice The commit hash of a provider who has not revealed, cut to its low 248 bits; 0 otherwise.
    function pendingCommit(bytes32 key, address provider) external view returns (uint256);

    /// @notice Whether a receipt of this provider's was posted in this round.
    function isReceiptPosted(bytes32 key, address provider) external view returns (bool);

    /// @notice w_i that a provider revealed; 0 when it has not.
    function weightOf(uint256 roundId, address provider) external view returns (uint256);

    /// @notice The EIP-712 digest that a receipt signs.
    function receiptDigest(uint256 jobId, uint256 round, address provider, G1 calldata commitment, uint256 weight)
        external
        view
        returns (bytes32);
}
