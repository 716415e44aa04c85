using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IDataQualityOracle</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>DataQualityOracle</c>: attestations of data sets.</summary>
    public static ContractAbi DataQualityOracle { get; } = Interface(
        "event AttestationRevoked(uint256 indexed datasetId, address indexed attester)",
        "event AttesterAppointed(address indexed attester)",
        "event AttesterDismissed(address indexed attester)",
        "event DatasetAttested(uint256 indexed datasetId, address indexed attester, uint256 score, bytes32 reportHash)",
        "event Upgraded(address indexed implementation)",
        "function appointAttester(address attester)",
        "function attest(uint256 datasetId, uint16 scoreBps, bytes32 reportHash)",
        "function attestBySignature(address attester, uint256 datasetId, uint16 scoreBps, bytes32 reportHash, uint256 deadline, bytes "
        + "signature)",
        "function attestationDigest(uint256 datasetId, uint16 scoreBps, bytes32 reportHash, uint256 nonce, uint256 deadline) view "
        + "returns (bytes32 value)",
        "function dismissAttester(address attester)",
        $"function getAttestation(uint256 datasetId, address attester) view returns ({Attestation} value)",
        "function getAttesters() view returns (address[] value)",
        "function isAttester(address account) view returns (bool value)",
        "function nonceOf(address attester) view returns (uint256 value)",
        "function place() view returns (address value)",
        "function qualityOf(uint256 datasetId) view returns (uint16 value)",
        "function revoke(uint256 datasetId)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
