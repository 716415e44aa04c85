using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Committees;

/// <summary>What beacon keys sign, byte for byte as <c>CommitteeSelector</c> has it.</summary>
public static class BeaconMessages
{
    /// <summary>The domain separation tag of signatures (RFC 9380, section 3.1).</summary>
    public static ReadOnlySpan<byte> SignatureTag => "FlZk/v1/beacon/BN254G1_XMD:SHA-256_SVDW_RO_"u8;

    /// <summary>The domain separation tag of proofs of possession.</summary>
    public static ReadOnlySpan<byte> PossessionTag => "FlZk/v1/possession/BN254G1_XMD:SHA-256_SVDW_RO_"u8;

    /// <summary>What a beacon signs for a round: abi.encode(chain, selector, round id, prevrandao, entropy).</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="selector">The <c>CommitteeSelector</c>.</param>
    /// <param name="roundId">(job &lt;&lt; 32) | round.</param>
    /// <param name="prevrandao">PREVRANDAO of the request's block (EIP-4399).</param>
    /// <param name="entropy">The hash of the block after it.</param>
    public static byte[] OfRound(ulong chainId, Address selector, ulong roundId, Hash32 prevrandao, Hash32 entropy) =>
        AbiEncoder.Encode("(uint256,address,uint256,bytes32,bytes32)", chainId, selector, roundId, prevrandao, entropy);

    /// <summary>What a proof of possession signs: abi.encode(chain, selector, aggregator, key).</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="selector">The <c>CommitteeSelector</c>.</param>
    /// <param name="aggregator">The account that registers the key.</param>
    /// <param name="key">The key.</param>
    public static byte[] OfPossession(ulong chainId, Address selector, Address aggregator, BeaconPublicKey key) => AbiEncoder.Encode(
        "(uint256,address,address,(uint256[2] x, uint256[2] y))", chainId, selector, aggregator, key.Point.ToAbi());
}
