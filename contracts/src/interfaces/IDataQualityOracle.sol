// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IDataQualityOracle
/// @notice Attestations of datasets by attesters whom governance appoints. A dataset's quality is the median of the scores that attesters
///         in office give it, the lower one of two: whatever fewer than half of those who attested it say, it lies between scores that
///         others gave. One attester can neither keep a dataset out nor let one in against two others.
interface IDataQualityOracle {
    /// @notice What one attester says of one dataset.
    struct Attestation {
        /// Quality in 1/10,000; 0 when there is no attestation.
        uint16 score;
        uint64 attestedAt;
        /// keccak256 of the report that the score rests on.
        bytes32 reportHash;
    }

    event AttesterAppointed(address indexed attester);
    event AttesterDismissed(address indexed attester);
    event DatasetAttested(uint256 indexed datasetId, address indexed attester, uint256 score, bytes32 reportHash);
    event AttestationRevoked(uint256 indexed datasetId, address indexed attester);

    error AddressZero();
    error AttesterAlreadyAppointed(address attester);
    error AttesterUnknown(address attester);
    /// @notice As many attesters as qualityOf can go through.
    error TooManyAttesters(uint256 limit);
    error CallerNotAttester(address caller);
    /// @notice The owner of a dataset attests it.
    error AttesterOwnsDataset(uint256 datasetId, address attester);
    /// @notice Not in [1, 10,000].
    error ScoreOutOfRange(uint256 score);
    error ReportHashZero();
    error NotAttested(uint256 datasetId, address attester);
    error SignatureExpired(uint256 deadline);
    error SignatureInvalid(address signer);

    /// @notice Appoints an attester. Timelock only.
    function appointAttester(address attester) external;

    /// @notice Dismisses an attester; what it has attested counts no more, unless it is appointed again. Timelock only.
    function dismissAttester(address attester) external;

    /// @notice Attests a dataset, replacing the caller's earlier attestation of it. Attesters only.
    /// @param scoreBps Quality in 1/10,000, in [1, 10,000].
    /// @param reportHash keccak256 of the report that the score rests on, non-zero.
    function attest(uint256 datasetId, uint16 scoreBps, bytes32 reportHash) external;

    /// @notice The same for an attester that signed
    ///         Attestation(uint256 datasetId,uint16 score,bytes32 reportHash,uint256 nonce,uint256 deadline) (EIP-712). Anyone may send it.
    /// @param deadline Last second in which the signature holds.
    function attestBySignature(
        address attester,
        uint256 datasetId,
        uint16 scoreBps,
        bytes32 reportHash,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Takes back the caller's attestation of a dataset, and whatever it has signed and nobody has sent; so does its `attest`.
    function revoke(uint256 datasetId) external;

    /// @notice The lower median of the scores that attesters in office give a dataset, in 1/10,000; 0 without any.
    function qualityOf(uint256 datasetId) external view returns (uint16);

    /// @notice An attester's attestation of a dataset, whether it is in office or not; all zero when there is none.
    function getAttestation(uint256 datasetId, address attester) external view returns (Attestation memory);

    function isAttester(address account) external view returns (bool);

    /// @notice All attesters in office.
    function getAttesters() external view returns (address[] memory);

    /// @notice The nonce that an attester's next signature must carry.
    function nonceOf(address attester) external view returns (uint256);

    /// @notice What an attester signs.
    function attestationDigest(uint256 datasetId, uint16 scoreBps, bytes32 reportHash, uint256 nonce, uint256 deadline)
        external
        view
        returns (bytes32);
}
