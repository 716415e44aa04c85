// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "./Bn254Points.sol";
import { AggregateProof, ChunkProof } from "./AggregateProof.sol";
import { IVerifierErrors } from "./IVerifierErrors.sol";

/// @title ILinkedVerifier
/// @notice Decides whether a model commitment is the FedAvg of what a sum commitment holds, for one key. Immutable: a job pins its address,
///         its code hash and its key id.
interface ILinkedVerifier is IVerifierErrors {
    /// @notice The total weight is zero or not below 2^weightBits.
    error TotalWeightOutOfRange(uint256 totalWeight);
    /// @notice The proof has another number of chunks than the key.
    error ChunkCountWrong(uint256 expected, uint256 actual);

    /// @notice Checks one linked statement in one pairing call of 2M + 5 pairs. Malformed input reverts with one of the errors above or of
    ///         IVerifierErrors.
    /// @param context ctx, the replay protection, below r.
    /// @param totalWeight W, the sum of the round's weights, in (0, 2^weightBits).
    /// @param sumCommitment C_S, the sum of w_i C_i.
    /// @param proof C_Y, pi, and D, A, B, C per chunk.
    /// @return valid Whether the equation holds.
    function verify(uint256 context, uint256 totalWeight, G1 calldata sumCommitment, AggregateProof calldata proof)
        external
        view
        returns (bool valid);

    /// @notice Checks the Groth16 proofs of some chunks of a model too long for one call, in M + 3 pairs for M chunks. True says nothing by
    ///         itself: whoever may choose D freely can forge, and nothing here says which chunk of the model a proof is of. Both come from
    ///         verifyLink over the same D's, all of them, in order.
    /// @param context ctx, below r; the same for every chunk of a model.
    /// @param totalWeight W, in (0, 2^weightBits).
    /// @param chunks At least one and at most M.
    /// @return valid Whether every proof holds for its D.
    function verifyChunks(uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks) external view returns (bool valid);

    /// @notice Checks that some D's hold together what two commitments hold, chunk by chunk, in M + 3 pairs. True says that the round was
    ///         aggregated only if verifyChunks accepted every one of these D's under one context and weight.
    /// @param sumCommitment C_S.
    /// @param modelCommitment C_Y.
    /// @param link pi.
    /// @param commitments D_0 .. D_M-1, in the order of the chunks.
    /// @return valid Whether the link equation holds.
    function verifyLink(G1 calldata sumCommitment, G1 calldata modelCommitment, G1 calldata link, G1[] calldata commitments)
        external
        view
        returns (bool valid);

    /// @notice keccak256 of the key blob; part of every challenge.
    function keyId() external view returns (bytes32);

    /// @notice d, the number of model parameters.
    function dimension() external view returns (uint256);

    /// @notice K, parameters per chunk.
    function chunkSize() external view returns (uint256);

    /// @notice M, the number of chunks: ceil(d / K).
    function chunkCount() external view returns (uint256);

    /// @notice Bits of one signed model value, two's complement; a multiple of 8.
    function valueBits() external view returns (uint256);

    /// @notice Bits of the total weight.
    function weightBits() external view returns (uint256);

    /// @notice The contract whose code holds the key blob, after one zero byte.
    function keyStore() external view returns (address);

    /// @notice The key blob: 31 + 4M words; see docs/protocol.md for their order.
    function keyBlob() external view returns (bytes memory);
}
