using FlZk.Bn254;
using FlZk.Ethereum;

namespace FlZk.Exchange.Committees;

/// <summary>A beacon's public key, a point of G2.</summary>
/// <param name="Point">[secret]2.</param>
public readonly record struct BeaconPublicKey(G2Affine Point)
{
    /// <summary>Whether the point may be a key: in the subgroup of order r and not infinity.</summary>
    public bool IsValid => !Point.IsInfinity && Point.IsInSubgroup;

    /// <summary>Whether a point is the key's signature of a message; a message has exactly one.</summary>
    public bool Verifies(ReadOnlySpan<byte> message, G1Affine signature) => Verifies(message, BeaconMessages.SignatureTag, signature);

    /// <summary>Whether a point proves that an account's owner has the key's secret.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="selector">The <c>CommitteeSelector</c>.</param>
    /// <param name="aggregator">The account.</param>
    /// <param name="possession">The proof.</param>
    public bool VerifiesPossession(ulong chainId, Address selector, Address aggregator, G1Affine possession) =>
        Verifies(BeaconMessages.OfPossession(chainId, selector, aggregator, this), BeaconMessages.PossessionTag, possession);

    private bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> tag, G1Affine signature)
    {
        if (!IsValid || signature.IsInfinity || !signature.IsOnCurve) return false;
        return Pairing.ProductIsOne([-signature, HashToCurve.HashToG1(message, tag)], [G2Affine.Generator, Point]);
    }
}
