using FlZk.Bn254.Curves;

namespace FlZk.Bn254.Pairings;

/// <summary>
/// The Miller loop of the optimal ate pairing: f_{6x+2,Q}(P) times the lines through [6x+2]Q, psi(Q) and -psi^2(Q); Vercauteren, "Optimal
/// pairings", IEEE Trans. Inf. Theory 2010. Several pairs share the squarings.
/// </summary>
internal static class MillerLoop
{
    /// <summary>6x + 2 = 29793968203157093288, a 65-bit integer, in non-adjacent form, most significant digit first.</summary>
    private static readonly sbyte[] Digits = NonAdjacentForm.MostSignificantFirst(((UInt128)CurveParameters.Seed * 6) + 2);

    /// <summary>The product of the Miller functions of all pairs; pairs with infinity contribute 1.</summary>
    public static Fp12 Compute(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<G2Affine> g2)
    {
        var points = new G1Affine[g1.Length];
        var bases = new G2Affine[g1.Length];
        var running = new MillerPoint[g1.Length];
        int count = 0;
        for (int i = 0; i < g1.Length; i++)
        {
            if (g1[i].IsInfinity || g2[i].IsInfinity) continue;
            points[count] = g1[i];
            bases[count] = g2[i];
            running[count] = new MillerPoint(g2[i]);
            count++;
        }

        Fp12 f = Fp12.One;
        for (int d = 1; d < Digits.Length; d++)
        {
            f = f.Square();
            for (int i = 0; i < count; i++)
            {
                f = running[i].Double().MultiplyInto(f, points[i]);
                if (Digits[d] > 0) f = running[i].Add(bases[i]).MultiplyInto(f, points[i]);
                else if (Digits[d] < 0) f = running[i].Add(-bases[i]).MultiplyInto(f, points[i]);
            }
        }

        for (int i = 0; i < count; i++)
        {
            G2Affine once = Psi(bases[i]);
            f = running[i].Add(once).MultiplyInto(f, points[i]);
            f = running[i].Add(-Psi(once)).MultiplyInto(f, points[i]);
        }

        return f;
    }

    /// <summary>The Frobenius endomorphism carried to the twist.</summary>
    private static G2Affine Psi(in G2Affine point) =>
        new(point.X.Conjugate() * TwistConstants.PsiX, point.Y.Conjugate() * TwistConstants.PsiY);
}
