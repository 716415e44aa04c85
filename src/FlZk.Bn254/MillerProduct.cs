using FlZk.Bn254.Pairings;

namespace FlZk.Bn254;

/// <summary>
/// A product of Miller functions: a product of pairings that still lacks the final exponentiation, which many of them can share. Two such
/// values of one product may differ by factors that the exponentiation removes, so they cannot be compared.
/// </summary>
public readonly struct MillerProduct
{
    private readonly Fp12 _value;

    private MillerProduct(in Fp12 value) => _value = value;

    /// <summary>The product of nothing.</summary>
    public static MillerProduct One => new(Fp12.One);

    /// <summary>The product over all pairs; pairs with infinity contribute 1.</summary>
    /// <param name="p">Points of G1.</param>
    /// <param name="q">As many points of G2.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static MillerProduct Compute(ReadOnlySpan<G1Affine> p, ReadOnlySpan<G2Affine> q)
    {
        RequireSameLength(p.Length, q.Length);
        return new MillerProduct(MillerLoop.Compute(p, q));
    }

    /// <inheritdoc cref="Compute(ReadOnlySpan{G1Affine}, ReadOnlySpan{G2Affine})"/>
    /// <remarks>Prepared points save the arithmetic on the twist, nearly half of the work.</remarks>
    public static MillerProduct Compute(ReadOnlySpan<G1Affine> p, ReadOnlySpan<PreparedG2> q)
    {
        RequireSameLength(p.Length, q.Length);
        return new MillerProduct(MillerLoop.Compute([], [], p, q, []));
    }

    /// <summary>The product over pairs whose second point is not yet known to be in G2: the loop tells.</summary>
    /// <param name="p">Points of G1, not infinity.</param>
    /// <param name="q">As many points of the twist, see <see cref="G2Affine.IsOnCurve"/>, not infinity.</param>
    /// <param name="members">Receives for each q whether it is in G2. The product means something only if all are.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is infinity.</exception>
    public static MillerProduct ComputeAndCheck(ReadOnlySpan<G1Affine> p, ReadOnlySpan<G2Affine> q, Span<bool> members) =>
        ComputeAndCheck(p, q, members, [], []);

    /// <summary>The same with more pairs, whose second points are prepared; all share their squarings.</summary>
    /// <param name="p">Points of G1, not infinity.</param>
    /// <param name="q">As many points of the twist, see <see cref="G2Affine.IsOnCurve"/>, not infinity.</param>
    /// <param name="members">Receives for each q whether it is in G2. The product means something only if all are.</param>
    /// <param name="preparedP">Points of G1.</param>
    /// <param name="preparedQ">As many prepared points.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is infinity in p or q.</exception>
    public static MillerProduct ComputeAndCheck(
        ReadOnlySpan<G1Affine> p, ReadOnlySpan<G2Affine> q, Span<bool> members,
        ReadOnlySpan<G1Affine> preparedP, ReadOnlySpan<PreparedG2> preparedQ)
    {
        RequireSameLength(preparedP.Length, preparedQ.Length);
        RequireSameLength(p.Length, q.Length);
        RequireSameLength(p.Length, members.Length);
        for (int i = 0; i < p.Length; i++)
        {
            if (p[i].IsInfinity || q[i].IsInfinity) throw new ArgumentException($"A point of pair {i} is infinity.", nameof(p));
        }

        return new MillerProduct(MillerLoop.Compute(p, q, preparedP, preparedQ, members));
    }

    /// <summary>The product of both products.</summary>
    public static MillerProduct operator *(MillerProduct a, MillerProduct b) => new(a._value * b._value);

    /// <summary>The product of the pairings.</summary>
    public Fp12 FinalExponentiation() => Pairings.FinalExponentiation.Compute(_value);

    private static void RequireSameLength(int first, int second)
    {
        if (first != second) throw new ArgumentException($"There are {first} points of G1 but {second} of G2.", nameof(second));
    }
}
