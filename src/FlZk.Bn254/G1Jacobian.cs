using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;

namespace FlZk.Bn254;

/// <summary>
/// A point of G1 in Jacobian coordinates (X / Z^2, Y / Z^3), for sums of many points without an inversion each. <c>default</c> is infinity.
/// </summary>
/// <remarks>The group law is complete: equal points, opposite points and infinity are welcome. Not constant-time.</remarks>
public readonly struct G1Jacobian : IEquatable<G1Jacobian>
{
    private readonly JacobianPoint<Fp> _point;

    /// <summary>The point of affine coordinates.</summary>
    public G1Jacobian(in G1Affine point) => _point = new JacobianPoint<Fp>(point.Point);

    internal G1Jacobian(in JacobianPoint<Fp> point) => _point = point;

    /// <summary>The neutral element.</summary>
    public static G1Jacobian Infinity => default;

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsInfinity => _point.IsInfinity;

    internal JacobianPoint<Fp> Point => _point;

    /// <summary>The sum.</summary>
    public static G1Jacobian operator +(in G1Jacobian a, in G1Jacobian b) => a.Add(b);

    /// <summary>The sum with an affine point.</summary>
    public static G1Jacobian operator +(in G1Jacobian a, in G1Affine b) => a.AddMixed(b);

    /// <summary>The difference.</summary>
    public static G1Jacobian operator -(in G1Jacobian a, in G1Jacobian b) => a.Add(-b);

    /// <summary>The opposite point.</summary>
    public static G1Jacobian operator -(in G1Jacobian a) => new(a._point.Negate());

    /// <summary>The scalar multiple.</summary>
    public static G1Jacobian operator *(in G1Jacobian point, in Fr scalar) =>
        new(ScalarMultiplication.Multiply(point._point, scalar.ToCanonical()));

    /// <summary>Equality of points, whatever their representatives.</summary>
    public static bool operator ==(in G1Jacobian a, in G1Jacobian b) => a._point.Equals(b._point);

    /// <summary>Inequality of points.</summary>
    public static bool operator !=(in G1Jacobian a, in G1Jacobian b) => !(a == b);

    /// <summary>Normalises many points with about one inversion in all.</summary>
    /// <param name="points">The points.</param>
    /// <param name="results">Room for as many.</param>
    /// <exception cref="ArgumentException">Less room than points.</exception>
    public static void BatchToAffine(ReadOnlySpan<G1Jacobian> points, Span<G1Affine> results) => JacobianPoint<Fp>.BatchToAffine(
        MemoryMarshal.Cast<G1Jacobian, JacobianPoint<Fp>>(points),
        MemoryMarshal.Cast<G1Affine, AffinePoint<Fp>>(results));

    /// <summary>The sum.</summary>
    public G1Jacobian Add(in G1Jacobian other) => new(_point.Add(other._point));

    /// <summary>The sum with an affine point, a third cheaper.</summary>
    public G1Jacobian AddMixed(in G1Affine other) => new(_point.Add(other.Point));

    /// <summary>Twice this point.</summary>
    public G1Jacobian Double() => new(_point.Double());

    /// <summary>The affine coordinates, for one inversion.</summary>
    public G1Affine ToAffine() => G1Affine.From(_point.ToAffine());

    /// <inheritdoc/>
    public bool Equals(G1Jacobian other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is G1Jacobian other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => ToAffine().GetHashCode();
}
