using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IReputation</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>Reputation</c>: reputations.</summary>
    public static ContractAbi Reputation { get; } = Interface(
        "event FaultRecorded(address indexed provider, address indexed reporter, uint256 score)",
        "event ReputationCredited(address indexed provider, uint256 indexed roundId, uint256 stake, uint256 score)",
        "event Upgraded(address indexed implementation)",
        "function credit(uint256 roundId) returns (uint256 score)",
        "function lastCredited(uint256 jobId, address provider) view returns (uint256 round)",
        "function multiplierOf(address provider) view returns (uint256 basisPoints)",
        "function place() view returns (address value)",
        "function recordFault(address provider)",
        "function scoreOf(address provider) view returns (uint256 value)",
        $"function standingOf(address provider) view returns ({Standing} value)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
