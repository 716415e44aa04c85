// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "./Bn254Points.sol";

/// @title IContributionDisputes
/// @notice Punishes a provider that signed a contribution proof which fails. The evidence is complete in itself: the signature binds the
///         provider to job, round, commitment and proof, and the job's contribution verifier says what the proof is worth.
interface IContributionDisputes {
    /// @notice What a provider signs when it hands over a contribution proof off chain.
    /// @param jobId The job.
    /// @param round The round within the job.
    /// @param commitment C_i, of which the proof speaks.
    /// @param proofHash keccak256 of the proof's bytes.
    struct ContributionClaim {
        uint256 jobId;
        uint256 round;
        G1 commitment;
        bytes32 proofHash;
    }

    event FailedContributionReported(
        address indexed provider, uint256 indexed jobId, uint256 round, bytes32 proofHash, address indexed reporter, uint256 slashed
    );

    /// @notice The proof is not the one that was signed.
    error ProofHashWrong(bytes32 expected, bytes32 actual);
    /// @notice The claim does not carry the provider's signature.
    error SignatureInvalid(address provider);
    /// @notice The job names no contribution verifier.
    error NoContributionVerifier(uint256 jobId);
    /// @notice The job's contribution verifier is not the code that the job pinned: what it says of a proof is no evidence.
    error VerifierCodeChanged(address verifier);
    /// @notice The proof is valid: there is nothing to punish.
    error ProofValid();
    /// @notice The provider has nothing left that it is liable with for the job.
    error NothingAtStake(address provider, uint256 jobId);
    /// @notice The provider was punished for this round already.
    error AlreadyReported(address provider, uint256 jobId, uint256 round);

    /// @notice Slashes `provider` by SLASH_BASIS_POINTS of what it is liable with for the claim's job, and records a fault with Reputation,
    ///         for a proof that fails or is none, or that speaks of a commitment which is no point of G1 or infinity. Anyone may call; the
    ///         proceeds are the treasury's. Once per provider and round.
    /// @param signature The provider's signature of `claimHash(claim)`: an EOA's, or one that its contract accepts (ERC-1271).
    /// @return slashed Units of the stake token that were taken.
    function reportFailedContribution(address provider, ContributionClaim calldata claim, bytes calldata proof, bytes calldata signature)
        external
        returns (uint256 slashed);

    /// @notice The EIP-712 hash that a provider signs.
    function claimHash(ContributionClaim calldata claim) external view returns (bytes32);

    /// @notice Whether a provider was punished for a round.
    function isReported(uint256 jobId, uint256 round, address provider) external view returns (bool);

    /// @notice The part of the locked stake that a failed proof costs, in 1/10,000.
    function SLASH_BASIS_POINTS() external view returns (uint256);
}
