using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;

namespace FlZk.Bn254;

/// <summary>
/// A point of G2 in Jacobian coordinates (X / Z^2, Y / Z^3), for sums of many points without an inversion each. <c>default</c> is infinity.
/// </summary>
/// <remarks>The group law is complete: equal points, opposite points and infinity are welcome. Not constant-time.</remarks>
public readonly struct G2Jacobian : IEquatable<G2Jacobian>
{
    private readonly JacobianPoint<Fp2> _point;

    /// <summary>The point of affine coordinates.</summary>
    public G2Jacobian(in G2Affine point) => _point = new JacobianPoint<Fp2>(point.Point);

    internal G2Jacobian(in JacobianPoint<Fp2> point) => _point = point;

    /// <summary>The neutral element.</summary>
    public static G2Jacobian Infinity => default;

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsInfinity => _point.IsInfinity;

    internal JacobianPoint<Fp2> Point => _point;

    /// <summary>The sum.</summary>
    public static G2Jacobian operator +(in G2Jacobian a, in G2Jacobian b) => a.Add(b);

    /// <summary>The sum with an affine point.</summary>
    public static G2Jacobian operator +(in G2Jacobian a, in G2Affine b) => a.AddMixed(b);

    /// <summary>The difference.</summary>
    public static G2Jacobian operator -(in G2Jacobian a, in G2Jacobian b) => a.Add(-b);

    /// <summary>The opposite point.</summary>
    public static G2Jacobian operator -(in G2Jacobian a) => new(a._point.Negate());

    /// <summary>The scalar multiple.</summary>
    public static G2Jacobian operator *(in G2Jacobian point, in Fr scalar) =>
        new(ScalarMultiplication.Multiply(point._point, scalar.ToCanonical()));

    /// <summary>Equality of points, whatever their representatives.</summary>
    public static bool operator ==(in G2Jacobian a, in G2Jacobian b) => a._point.Equals(b._point);

    /// <summary>Inequality of points.</summary>
    public static bool operator !=(in G2Jacobian a, in G2Jacobian b) => !(a == b);

    /// <summary>Normalises many points with about one inversion in all.</summary>
    /// <param name="points">The points.</param>
    /// <param name="results">Room for as many.</param>
    /// <exception cref="ArgumentException">Less room than points.</exception>
    public static void BatchToAffine(ReadOnlySpan<G2Jacobian> points, Span<G2Affine> results) => JacobianPoint<Fp2>.BatchToAffine(
        MemoryMarshal.Cast<G2Jacobian, JacobianPoint<Fp2>>(points),
        MemoryMarshal.Cast<G2Affine, AffinePoint<Fp2>>(results));

    /// <summary>The sum.</summary>
    public G2Jacobian Add(in G2Jacobian other) => new(_point.Add(other._point));

    /// <summary>The sum with an affine point, a third cheaper.</summary>
    public G2Jacobian AddMixed(in G2Affine other) => new(_point.Add(other.Point));

    /// <summary>Twice this point.</summary>
    public G2Jacobian Double() => new(_point.Double());

    /// <summary>The affine coordinates, for one inversion.</summary>
    public G2Affine ToAffine() => G2Affine.From(_point.ToAffine());

    /// <inheritdoc/>
    public bool Equals(G2Jacobian other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is G2Jacobian other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => ToAffine().GetHashCode();
}
