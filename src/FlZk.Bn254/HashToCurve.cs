using FlZk.Bn254.Hashing;
using FlZk.Bn254.Lanes;

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

    /// <summary>The points of many messages of one length, the same as of each alone but several times as fast.</summary>
    /// <param name="messages">The messages, one after the other.</param>
    /// <param name="domainSeparationTag">Names the use; not empty.</param>
    /// <param name="points">Receives a point per message; their number divides the length of <paramref name="messages"/>.</param>
    /// <exception cref="ArgumentException">The tag is empty, or the length is no multiple of the number of points.</exception>
    public static void HashToG1(ReadOnlySpan<byte> messages, ReadOnlySpan<byte> domainSeparationTag, Span<G1Affine> points) =>
        HashToG1(messages, domainSeparationTag, points, InstructionTiers.Best);

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static void HashToG1(
        ReadOnlySpan<byte> messages, ReadOnlySpan<byte> domainSeparationTag, Span<G1Affine> points, InstructionTier tier)
    {
        if (points.IsEmpty) return;
        int length = messages.Length / points.Length;
        if (length * points.Length != messages.Length)
        {
            throw new ArgumentException(
                $"{messages.Length} bytes cannot be {points.Length} messages of one length.", nameof(messages));
        }

        Span<byte> uniform = stackalloc byte[2 * ElementLength];
        var elements = new Fp[2 * points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            ExpandMessageXmd.Expand(messages.Slice(i * length, length), domainSeparationTag, uniform);
            elements[2 * i] = Fp.ReduceBigEndian(uniform[..ElementLength]);
            elements[(2 * i) + 1] = Fp.ReduceBigEndian(uniform[ElementLength..]);
        }

        var mapped = new G1Affine[elements.Length];
        ShallueVanDeWoestijne.Map(elements, mapped, tier);

        // q0 + q1 along the chord, with one inversion for all; what has no chord is added by itself.
        var inverses = new Fp[points.Length];
        for (int i = 0; i < inverses.Length; i++) inverses[i] = mapped[(2 * i) + 1].X - mapped[2 * i].X;
        Fp.BatchInverse(inverses);
        for (int i = 0; i < inverses.Length; i++)
        {
            ref readonly G1Affine q0 = ref mapped[2 * i], q1 = ref mapped[(2 * i) + 1];
            if (inverses[i].IsZero)
            {
                points[i] = q0 + q1;
                continue;
            }

            Fp slope = (q1.Y - q0.Y) * inverses[i];
            Fp x = slope.Square() - q0.X - q1.X;
            points[i] = new G1Affine(x, (slope * (q0.X - x)) - q0.Y);
        }
    }
}
