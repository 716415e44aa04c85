using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>ILinkedVerifier</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>LinkedVerifier</c>: a linked verifier.</summary>
    public static ContractAbi LinkedVerifier { get; } = Interface(
        "function chunkCount() view returns (uint256 value)",
        "function chunkSize() view returns (uint256 value)",
        "function dimension() view returns (uint256 value)",
        "function keyBlob() view returns (bytes value)",
        "function keyId() view returns (bytes32 value)",
        "function keyStore() view returns (address value)",
        "function valueBits() view returns (uint256 value)",
        $"function verify(uint256 context, uint256 totalWeight, {G1} sumCommitment, {AggregateProof} proof) view returns (bool valid)",
        $"function verifyChunks(uint256 context, uint256 totalWeight, {ChunkProof}[] chunks) view returns (bool valid)",
        $"function verifyLink({G1} sumCommitment, {G1} modelCommitment, {G1} link, {G1}[] commitments) view returns (bool valid)",
        "function weightBits() view returns (uint256 value)");
}
