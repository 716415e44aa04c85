using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;

namespace FlZk.Bn254;

/// <summary>
/// A point of the sextic twist y^2 = x^3 + 3 / (9 + u) over Fp2, whose subgroup of order r is G2. (0, 0) and
/// <c>default</c> stand for infinity.
/// </summary>
/// <remarks>The twist has a cofactor: a point from outside must pass <see cref="IsInSubgroup"/> before it is used, and
/// <see cref="TryReadUncompressed"/> sees to that. Operators normalise their result. Not constant-time.</remarks>
public readonly struct G2Affine : IEquatable<G2Affine>
{
    /// <summary>The length of <see cref="WriteUncompressed"/>'s output.</summary>
    public const int UncompressedLength = 128;

    /// <summary>The x coordinate.</summary>
    public readonly Fp2 X;

    /// <summary>The y coordinate.</summary>
    public readonly Fp2 Y;

    /// <summary>The point with the given coordinates, unchecked: see <see cref="IsOnCurve"/> and <see cref="IsInSubgroup"/>.</summary>
    public G2Affine(in Fp2 x, in Fp2 y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The neutral element.</summary>
    public static G2Affine Infinity => default;

    /// <summary>The generator of EIP-197.</summary>
    public static G2Affine Generator => TwistConstants.Generator;

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsInfinity => X.IsZero && Y.IsZero;

    /// <summary>Whether this is infinity or satisfies the twist's equation; it may still lie outside G2.</summary>
    public bool IsOnCurve => IsInfinity || Y.Square() == (X.Square() * X) + TwistConstants.B;

    /// <summary>Whether this is a point of the twist of order dividing r, that is, of G2. Infinity is.</summary>
    public bool IsInSubgroup => IsOnCurve && SubgroupCheck.IsInG2(Point);

    internal AffinePoint<Fp2> Point => Unsafe.BitCast<G2Affine, AffinePoint<Fp2>>(this);

    /// <summary>The sum. Complete: equal points, opposite points and infinity are welcome.</summary>
    public static G2Affine operator +(in G2Affine a, in G2Affine b) => From(new JacobianPoint<Fp2>(a.Point).Add(b.Point).ToAffine());

    /// <summary>The difference.</summary>
    public static G2Affine operator -(in G2Affine a, in G2Affine b) => a + (-b);

    /// <summary>The opposite point.</summary>
    public static G2Affine operator -(in G2Affine a) => new(a.X, -a.Y);

    /// <summary>The scalar multiple.</summary>
    public static G2Affine operator *(in G2Affine point, in Fr scalar) =>
        From(ScalarMultiplication.Multiply(new JacobianPoint<Fp2>(point.Point), scalar.ToCanonical()).ToAffine());

    /// <summary>Equality of points.</summary>
    public static bool operator ==(in G2Affine a, in G2Affine b) => a.X == b.X && a.Y == b.Y;

    /// <summary>Inequality of points.</summary>
    public static bool operator !=(in G2Affine a, in G2Affine b) => !(a == b);

    /// <summary>Reads x.c1 | x.c0 | y.c1 | y.c0 as 32-byte big-endian words, the encoding of EIP-197.</summary>
    /// <param name="bytes">Exactly 128 bytes; all zero is infinity.</param>
    /// <param name="point">The point, or infinity on failure.</param>
    /// <returns>False when the length is not 128, a coordinate is p or more, or the point is off the twist or outside G2.</returns>
    public static bool TryReadUncompressed(ReadOnlySpan<byte> bytes, out G2Affine point)
    {
        point = default;
        if (bytes.Length != UncompressedLength
            || !Fp.TryReadBigEndian(bytes[..32], out Fp x1)
            || !Fp.TryReadBigEndian(bytes[32..64], out Fp x0)
            || !Fp.TryReadBigEndian(bytes[64..96], out Fp y1)
            || !Fp.TryReadBigEndian(bytes[96..], out Fp y0)) return false;
        var candidate = new G2Affine(new Fp2(x0, x1), new Fp2(y0, y1));
        if (!candidate.IsInSubgroup) return false;
        point = candidate;
        return true;
    }

    /// <summary>Writes x.c1 | x.c0 | y.c1 | y.c0 as 32-byte big-endian words, the encoding of EIP-197.</summary>
    /// <param name="destination">At least 128 bytes.</param>
    public void WriteUncompressed(Span<byte> destination)
    {
        X.C1.WriteBigEndian(destination[..32]);
        X.C0.WriteBigEndian(destination[32..64]);
        Y.C1.WriteBigEndian(destination[64..96]);
        Y.C0.WriteBigEndian(destination[96..128]);
    }

    /// <inheritdoc/>
    public bool Equals(G2Affine other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is G2Affine other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <summary>The coordinates in decimal.</summary>
    public override string ToString() => IsInfinity ? "infinity" : $"({X}, {Y})";

    internal static G2Affine From(in AffinePoint<Fp2> point) => Unsafe.BitCast<AffinePoint<Fp2>, G2Affine>(point);
}
