using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IVerifierRegistry</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>VerifierRegistry</c>: the verifiers that jobs may name.</summary>
    public static ContractAbi VerifierRegistry { get; } = Interface(
        "event Upgraded(address indexed implementation)",
        "event VerifierDelisted(address indexed verifier)",
        "event VerifierListed(address indexed verifier, bytes32 codeHash, bytes32 keyId)",
        "function delist(address verifier)",
        $"function getListing(address verifier) view returns ({VerifierRegistryListing} value)",
        $"function getListings(uint256 first, uint256 count) view returns ({VerifierRegistryListing}[] value)",
        "function isListed(address verifier) view returns (bool value)",
        "function list(address verifier)",
        "function listingCount() view returns (uint256 value)",
        "function place() view returns (address value)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
