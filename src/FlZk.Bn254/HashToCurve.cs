using FlZk.Bn254.Hashing;

namespace FlZk.Bn254;

/// <summary>Hashing to G1 as a random oracle: the suite BN254G1_XMD:SHA-256_SVDW_RO_ in the manner of RFC
/// 9380, with Z = 1 and L = 48.</summary>
/// <remarks>Nobody knows a discrete logarithm between outputs for different inputs. Not constant-time: hash public data only.</remarks>
public static class HashToCurve
{
    // ceil((254 + 128) / 8): 128 bits more than p needs, so the reduction is uniform.
    private const int ElementLength = 48;

    /// <summary>The point of a message under a domain separation tag; RFC 9380's <c>hash_to_curve</c>. G1 has cofactor 1.</summary>
    /// <param name="message">Any bytes, also none.</param>
    /// <param name="domainSeparationTag">Names the use; not empty.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    public static G1Affine HashToG1(ReadOnlySpan<byte> message, ReadOnlySpan<byte> domainSeparationTag)
    {
        Span<byte> uniform = stackalloc byte[2 * ElementLength];
        ExpandMessageXmd.Expand(message, domainSeparationTag, uniform);
        G1Affine q0 = ShallueVanDeWoestijne.Map(Fp.ReduceBigEndian(uniform[..ElementLength]));
        G1Affine q1 = ShallueVanDeWoestijne.Map(Fp.ReduceBigEndian(uniform[ElementLength..]));
        return q0 + q1;
    }
}
