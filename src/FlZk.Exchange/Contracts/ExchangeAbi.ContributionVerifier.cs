using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IContributionVerifier</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>ContributionVerifier</c>: a verifier of contribution proofs.</summary>
    public static ContractAbi ContributionVerifier { get; } = Interface(
        "function chunkCount() view returns (uint256 value)",
        "function chunkSize() view returns (uint256 value)",
        "function dimension() view returns (uint256 value)",
        "function isWellFormed(bytes proof) view returns (bool wellFormed)",
        "function keyBlob() view returns (bytes value)",
        "function keyId() view returns (bytes32 value)",
        "function keyStore() view returns (address value)",
        "function normBits() view returns (uint256 value)",
        "function valueBits() view returns (uint256 value)",
        $"function verify(uint256 context, uint256 maxSquaredNorm, {G1} commitment, bytes proof) view returns (bool valid)",
        $"function verifyBatch(uint256[] contexts, uint256 maxSquaredNorm, {G1}[] commitments, bytes[] proofs) view returns (bool valid)");
}
