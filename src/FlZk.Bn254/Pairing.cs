using FlZk.Bn254.Pairings;

namespace FlZk.Bn254;

/// <summary>The optimal ate pairing G1 x G2 -> Fp12. Not constant-time.</summary>
/// <remarks>Arguments must be in their groups: see <see cref="G1Affine.IsOnCurve"/> and <see cref="G2Affine.IsInSubgroup"/>.</remarks>
public static class Pairing
{
    /// <summary>e(p, q); 1 when either is infinity.</summary>
    public static Fp12 Pair(G1Affine p, G2Affine q) => PairProduct([p], [q]);

    /// <summary>prod_i e(p_i, q_i), with one final exponentiation.</summary>
    /// <param name="p">Points of G1.</param>
    /// <param name="q">As many points of G2.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Fp12 PairProduct(ReadOnlySpan<G1Affine> p, ReadOnlySpan<G2Affine> q)
    {
        if (p.Length != q.Length) throw new ArgumentException($"There are {p.Length} points of G1 but {q.Length} of G2.", nameof(q));
        return FinalExponentiation.Compute(MillerLoop.Compute(p, q));
    }

    /// <summary>Whether prod_i e(p_i, q_i) = 1, the question of EIP-197; true for no pairs.</summary>
    /// <inheritdoc cref="PairProduct"/>
    public static bool ProductIsOne(ReadOnlySpan<G1Affine> p, ReadOnlySpan<G2Affine> q) => PairProduct(p, q).IsOne;
}
