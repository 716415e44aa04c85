// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "./Bn254Points.sol";
import { IVerifierErrors } from "./IVerifierErrors.sol";

/// @title IContributionVerifier
/// @notice Decides whether what a commitment holds is a bounded update, for one key: every value in the signed range, and the squared L2
///         norm at most a public bound. Immutable: a job pins its address, its code hash and its key id.
/// @dev A proof is 2 + 10M words: pi, then D, A, B, C per chunk, in order, points in the EVM's order. The context is
///      uint256(keccak256(abi.encode(chainId, coordinator, jobId, round, provider))) mod r.
interface IContributionVerifier is IVerifierErrors {
    /// @notice The bound is not below 2^normBits.
    error NormBoundOutOfRange(uint256 maxSquaredNorm);
    /// @notice There is nothing to verify, or contexts, commitments and proofs differ in number.
    error BatchLengthsDiffer(uint256 contexts, uint256 commitments, uint256 proofs);
    /// @notice The proof has another length than the key's M gives it.
    error ProofLengthWrong(uint256 expected, uint256 actual);
    /// @notice Too little gas was sent along to tell a malformed proof from one that there was no gas to look at.
    error GasInsufficient();

    /// @notice Checks one proof in one pairing call of 2M + 4 pairs. Malformed input reverts with one of the errors above or of
    ///         IVerifierErrors.
    /// @param context ctx, the replay protection, below r.
    /// @param maxSquaredNorm The bound, below 2^normBits.
    /// @param commitment C_i, the provider's commitment.
    /// @return valid Whether the equation holds.
    function verify(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof)
        external
        view
        returns (bool valid);

    /// @notice Checks N proofs of one bound in one pairing call of NM + M + 4 pairs. True says that every one of them is valid, false that
    ///         at least one is not.
    /// @param contexts One per proof.
    /// @param commitments One per proof.
    /// @param proofs At least one.
    function verifyBatch(uint256[] calldata contexts, uint256 maxSquaredNorm, G1[] calldata commitments, bytes[] calldata proofs)
        external
        view
        returns (bool valid);

    /// @notice Whether `proof` has the length and the points of a proof, valid or not. For a proof that has, `verify` reverts for what its
    ///         caller states or for want of gas alone, so that whoever punishes an invalid proof cannot be led to punish a valid one.
    function isWellFormed(bytes calldata proof) external view returns (bool wellFormed);

    /// @notice keccak256 of the key blob; part of every challenge.
    function keyId() external view returns (bytes32);

    /// @notice d, the number of values in an update.
    function dimension() external view returns (uint256);

    /// @notice K, values per chunk.
    function chunkSize() external view returns (uint256);

    /// @notice M, the number of chunks: ceil(d / K).
    function chunkCount() external view returns (uint256);

    /// @notice Bits of one signed value, two's complement.
    function valueBits() external view returns (uint256);

    /// @notice Bits of the bound on the squared norm.
    function normBits() external view returns (uint256);

    /// @notice The contract whose code holds the key blob, after one zero byte.
    function keyStore() external view returns (address);

    /// @notice The key blob: 27 + 4M words; see docs/protocol.md for their order.
    function keyBlob() external view returns (bytes memory);
}
