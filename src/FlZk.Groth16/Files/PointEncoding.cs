using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Points as .zkey files hold them: affine coordinates as little-endian Montgomery limbs (R =
/// 2^256), all zero for infinity.</summary>
internal static class PointEncoding
{
    public const int G1Length = 64;
    public const int G2Length = 128;

    /// <summary>False when a coordinate is not below the modulus or the point is off the curve.</summary>
    public static bool TryReadG1(ReadOnlySpan<byte> bytes, out G1Affine point)
    {
        bool inField = Fp.TryReadMontgomery(bytes[..32], out Fp x) & Fp.TryReadMontgomery(bytes[32..], out Fp y);
        point = new G1Affine(x, y);
        return inField && (point.IsInfinity || point.IsOnCurve);
    }

    /// <summary>False when a coordinate is not below the modulus or the point is off the curve. The subgroup is not checked: see
    /// <see cref="TryReadG2InSubgroup"/>.</summary>
    public static bool TryReadG2(ReadOnlySpan<byte> bytes, out G2Affine point)
    {
        bool inField = Fp.TryReadMontgomery(bytes[..32], out Fp x0) & Fp.TryReadMontgomery(bytes[32..64], out Fp x1)
            & Fp.TryReadMontgomery(bytes[64..96], out Fp y0) & Fp.TryReadMontgomery(bytes[96..], out Fp y1);
        point = new G2Affine(new Fp2(x0, x1), new Fp2(y0, y1));
        return inField && (point.IsInfinity || point.IsOnCurve);
    }

    /// <summary>Like <see cref="TryReadG2"/>, and the point must lie in the subgroup of order r: for points
    /// that verification depends on.</summary>
    public static bool TryReadG2InSubgroup(ReadOnlySpan<byte> bytes, out G2Affine point) =>
        TryReadG2(bytes, out point) && (point.IsInfinity || point.IsInSubgroup);

    public static void WriteG1(G1Affine point, Span<byte> bytes)
    {
        point.X.WriteMontgomery(bytes[..32]);
        point.Y.WriteMontgomery(bytes[32..]);
    }

    public static void WriteG2(G2Affine point, Span<byte> bytes)
    {
        point.X.C0.WriteMontgomery(bytes[..32]);
        point.X.C1.WriteMontgomery(bytes[32..64]);
        point.Y.C0.WriteMontgomery(bytes[64..96]);
        point.Y.C1.WriteMontgomery(bytes[96..]);
    }

    /// <summary>Reads one point of G1.</summary>
    public static G1Affine ReadG1(SectionReader section, string what)
    {
        Span<byte> bytes = stackalloc byte[G1Length];
        section.ReadExactly(bytes);
        return TryReadG1(bytes, out G1Affine point) ? point : throw section.Bad($"{what} is not a point of G1.", -G1Length);
    }

    /// <summary>Reads one point of G2, subgroup included.</summary>
    public static G2Affine ReadG2(SectionReader section, string what)
    {
        Span<byte> bytes = stackalloc byte[G2Length];
        section.ReadExactly(bytes);
        return TryReadG2InSubgroup(bytes, out G2Affine point) ? point : throw section.Bad($"{what} is not a point of G2.", -G2Length);
    }

    public static void WriteG1(Stream stream, G1Affine point) => SectionElements.Write<G1Affine>(stream, [point], G1Length, WriteG1);

    public static void WriteG2(Stream stream, G2Affine point) => SectionElements.Write<G2Affine>(stream, [point], G2Length, WriteG2);
}
