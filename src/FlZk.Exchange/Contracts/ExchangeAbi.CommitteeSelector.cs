using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>ICommitteeSelector</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>CommitteeSelector</c>: committees.</summary>
    public static ContractAbi CommitteeSelector { get; } = Interface(
        $"event BeaconKeyRegistered(address indexed aggregator, uint256 indexed version, {G2} key)",
        "event CandidateStakeUpdated(uint256 indexed jobId, address indexed provider, uint256 stake)",
        $"event CommitteeDrawn(uint256 indexed roundId, bytes32 entropy, {G1} signature, address[] members)",
        "event CommitteeRequested(uint256 indexed roundId, address indexed aggregator, uint256 keyVersion, uint256 members, uint256 "
        + "candidates, uint256 totalStake, bytes32 prevrandao)",
        "event EntropyRecorded(uint256 indexed roundId, bytes32 entropy)",
        "event Upgraded(address indexed implementation)",
        "function MAX_COMMITTEE_SIZE() view returns (uint256 value)",
        "function beaconKeyCount(address aggregator) view returns (uint256 value)",
        $"function beaconKeyOf(address aggregator, uint256 version) view returns ({G2} value)",
        "function candidateCount(uint256 jobId) view returns (uint256 value)",
        $"function fulfil(uint256 roundId, {G1} signature)",
        "function getCandidates(uint256 jobId, uint256 first, uint256 count) view returns (address[] providers, uint256[] stakes)",
        "function getCommittee(uint256 roundId) view returns (address[] value)",
        "function isMember(uint256 roundId, address provider) view returns (bool value)",
        "function jobKeyVersionOf(uint256 jobId) view returns (uint256 value)",
        "function messageOf(uint256 roundId) view returns (bytes value)",
        "function place() view returns (address value)",
        $"function possessionMessageOf(address aggregator, {G2} key) view returns (bytes value)",
        "function recordEntropy(uint256 roundId)",
        $"function registerBeaconKey({G2} key, {G1} possession) returns (uint256 version)",
        "function requestCommittee(uint256 roundId, uint256 size, address aggregator) returns (uint256 members)",
        $"function requestOf(uint256 roundId) view returns ({Request} value)",
        "function stakeOf(uint256 jobId, address provider) view returns (uint256 value)",
        "function timelock() view returns (address value)",
        "function totalStakeOf(uint256 jobId) view returns (uint256 value)",
        "function updateStake(uint256 jobId, address provider, uint256 stake)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
