using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254;

/// <summary>A point of G1, the curve y^2 = x^3 + 3 over Fp, which has prime order r. (0, 0) and
/// <c>default</c> stand for infinity.</summary>
/// <remarks>Operators normalise their result, which costs an inversion: sum many points with <see cref="G1Jacobian"/> or
/// <see cref="MultiScalarMultiplication"/>. Not constant-time.</remarks>
public readonly struct G1Affine : IEquatable<G1Affine>
{
    /// <summary>The length of <see cref="WriteUncompressed"/>'s output.</summary>
    public const int UncompressedLength = 64;

    /// <summary>The x coordinate.</summary>
    public readonly Fp X;

    /// <summary>The y coordinate.</summary>
    public readonly Fp Y;

    /// <summary>The point with the given coordinates, unchecked: see <see cref="IsOnCurve"/>.</summary>
    public G1Affine(in Fp x, in Fp y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The neutral element.</summary>
    public static G1Affine Infinity => default;

    /// <summary>The generator (1, 2) of EIP-196.</summary>
    public static G1Affine Generator => new(Fp.One, Fp.One.Double());

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsInfinity => X.IsZero && Y.IsZero;

    /// <summary>Whether this is infinity or satisfies the curve's equation. The curve has prime order, so
    /// such a point is in the group.</summary>
    public bool IsOnCurve => IsInfinity || Y.Square() == (X.Square() * X) + Fp.FromUInt64(3);

    internal AffinePoint<Fp> Point => Unsafe.BitCast<G1Affine, AffinePoint<Fp>>(this);

    /// <summary>The sum. Complete: equal points, opposite points and infinity are welcome.</summary>
    public static G1Affine operator +(in G1Affine a, in G1Affine b) => From(new JacobianPoint<Fp>(a.Point).Add(b.Point).ToAffine());

    /// <summary>The difference.</summary>
    public static G1Affine operator -(in G1Affine a, in G1Affine b) => a + (-b);

    /// <summary>The opposite point.</summary>
    public static G1Affine operator -(in G1Affine a) => new(a.X, -a.Y);

    /// <summary>The scalar multiple.</summary>
    public static G1Affine operator *(in G1Affine point, in Fr scalar) =>
        From(ScalarMultiplication.Multiply(new JacobianPoint<Fp>(point.Point), scalar.ToCanonical()).ToAffine());

    /// <summary>Equality of points.</summary>
    public static bool operator ==(in G1Affine a, in G1Affine b) => a.X == b.X && a.Y == b.Y;

    /// <summary>Inequality of points.</summary>
    public static bool operator !=(in G1Affine a, in G1Affine b) => !(a == b);

    /// <summary>Reads x | y as 32-byte big-endian words, the encoding of EIP-196.</summary>
    /// <param name="bytes">Exactly 64 bytes; all zero is infinity.</param>
    /// <param name="point">The point, or infinity on failure.</param>
    /// <returns>False when the length is not 64, a coordinate is p or more, or the point is off the curve.</returns>
    public static bool TryReadUncompressed(ReadOnlySpan<byte> bytes, out G1Affine point)
    {
        point = default;
        if (bytes.Length != UncompressedLength
            || !Fp.TryReadBigEndian(bytes[..32], out Fp x)
            || !Fp.TryReadBigEndian(bytes[32..], out Fp y)) return false;
        var candidate = new G1Affine(x, y);
        if (!candidate.IsOnCurve) return false;
        point = candidate;
        return true;
    }

    /// <summary>Writes x | y as 32-byte big-endian words, the encoding of EIP-196.</summary>
    /// <param name="destination">At least 64 bytes.</param>
    public void WriteUncompressed(Span<byte> destination)
    {
        X.WriteBigEndian(destination[..32]);
        Y.WriteBigEndian(destination[32..64]);
    }

    /// <inheritdoc/>
    public bool Equals(G1Affine other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is G1Affine other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <summary>The coordinates in decimal.</summary>
    public override string ToString() => IsInfinity ? "infinity" : $"({X}, {Y})";

    internal static G1Affine From(in AffinePoint<Fp> point) => Unsafe.BitCast<AffinePoint<Fp>, G1Affine>(point);
}
