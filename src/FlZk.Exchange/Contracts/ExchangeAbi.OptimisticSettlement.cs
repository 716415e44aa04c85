using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IOptimisticSettlement</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>OptimisticSettlement</c>: proposals without a proof, and their challenges.</summary>
    public static ContractAbi OptimisticSettlement { get; } = Interface(
        "event ChallengeResolved(uint256 indexed roundId, address indexed challenger, bool upheld, uint256 slashed)",
        "event ProposalChallenged(uint256 indexed roundId, address indexed challenger, uint256 bond)",
        "event Upgraded(address indexed implementation)",
        "function challenge(uint256 roundId)",
        "function challengeBond(uint256 jobId) view returns (uint256 value)",
        "function coordinator() view returns (address value)",
        "function exchange() view returns (address value)",
        $"function getChallenge(uint256 roundId) view returns ({Challenge} value)",
        "function lockIdOf(uint256 roundId) pure returns (uint256 value)",
        "function place() view returns (address value)",
        "function resolve(uint256 roundId)",
        "function stakeVault() view returns (address value)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
