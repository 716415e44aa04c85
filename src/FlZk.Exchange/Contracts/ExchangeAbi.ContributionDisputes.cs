using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IContributionDisputes</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>ContributionDisputes</c>: claims of contributions whose proof fails.</summary>
    public static ContractAbi ContributionDisputes { get; } = Interface(
        "event FailedContributionReported(address indexed provider, uint256 indexed jobId, uint256 round, bytes32 proofHash, address "
        + "indexed reporter, uint256 slashed)",
        "event Upgraded(address indexed implementation)",
        "function SLASH_BASIS_POINTS() view returns (uint256 value)",
        $"function claimHash({ContributionClaim} claim) view returns (bytes32 value)",
        "function isReported(uint256 jobId, uint256 round, address provider) view returns (bool value)",
        "function place() view returns (address value)",
        $"function reportFailedContribution(address provider, {ContributionClaim} claim, bytes proof, bytes signature) returns (uint256 "
        + "slashed)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
