using FlZk.Bn254.Curves;

namespace FlZk.Bn254.Pairings;

/// <summary>
/// The Miller loop of the optimal ate pairing: f_{6x+2,Q}(P) times the lines through [6x+2]Q, psi(Q) and -psi^2(Q); Vercauteren, "Optimal
/// pairings", IEEE Trans. Inf. Theory 2010. Several pairs share the squarings.
/// </summary>
/// <remarks>
/// The loop ends at T = [6x+2]Q + psi(Q) - psi^2(Q), which makes it a test of membership in G2 at no cost: on the twist, T = -psi^3(Q)
/// exactly for Q of order dividing r. On the twist psi^2 - t psi + p = 0; eliminating psi from this and from g(psi) = 6x + 2 + psi - psi^2
/// + psi^3 leaves the resultant R of the two polynomials, so g(psi)(Q) = 0 means R Q = 0, and Q has an order that divides R and the twist's
/// r (2p - r). For BN254 the greatest common divisor of these is r (a test computes it). Conversely psi is multiplication by p on G2 and
/// g(p) = 0 mod r. The argument is that of El Housni, Guillevic and Piellard, "Co-factor clearing and subgroup membership testing on
/// pairing-friendly curves", AFRICACRYPT 2022. A Q of small order can run into a step that is not defined; Z is then zero to the end, and
/// the test refuses. No point of the twist has even order, so no doubling is exceptional.
/// </remarks>
internal static class MillerLoop
{
    /// <summary>6x + 2 = 29793968203157093288, a 65-bit integer, in non-adjacent form, most significant digit first.</summary>
    private static readonly sbyte[] Digits = NonAdjacentForm.MostSignificantFirst(((UInt128)CurveParameters.Seed * 6) + 2);

    /// <summary>The number of lines the loop draws for one point.</summary>
    public static int LineCount { get; } = Digits.Length - 1 + Digits.AsSpan(1).Length - Digits.AsSpan(1).Count((sbyte)0) + 2;

    /// <summary>The product of the Miller functions of all pairs; pairs with infinity contribute 1.</summary>
    public static Fp12 Compute(ReadOnlySpan<G1Affine> g1, ReadOnlySpan<G2Affine> g2) => Compute(g1, g2, [], [], []);

    /// <summary>The product of the Miller functions of all pairs; pairs with infinity contribute 1.</summary>
    /// <param name="g1">Points of G1, on their curve.</param>
    /// <param name="g2">As many points of the twist.</param>
    /// <param name="preparedG1">More points of G1.</param>
    /// <param name="preparedG2">As many prepared points of G2.</param>
    /// <param name="members">Empty, or receives for every point of <paramref name="g2"/> whether it is in G2; the product means nothing
    /// unless all are. Points paired with infinity are left out, and so is their place.</param>
    public static Fp12 Compute(
        ReadOnlySpan<G1Affine> g1, ReadOnlySpan<G2Affine> g2, ReadOnlySpan<G1Affine> preparedG1, ReadOnlySpan<PreparedG2> preparedG2,
        Span<bool> members)
    {
        var points = new G1Affine[g1.Length];
        var bases = new G2Affine[g1.Length];
        var running = new MillerPoint[g1.Length];
        var places = new int[g1.Length];
        int count = 0;
        for (int i = 0; i < g1.Length; i++)
        {
            if (g1[i].IsInfinity || g2[i].IsInfinity) continue;
            points[count] = g1[i];
            bases[count] = g2[i];
            running[count] = new MillerPoint(g2[i]);
            places[count++] = i;
        }

        PreparedPair[] prepared = PreparedPair.From(preparedG1, preparedG2);
        Fp12 f = Fp12.One;
        int line = 0;
        for (int d = 1; d < Digits.Length; d++)
        {
            if (d > 1) Fp12.Square(f, out f);
            for (int i = 0; i < count; i++)
            {
                running[i].Double(out LineFunction tangent);
                tangent.MultiplyInto(ref f, points[i]);
                if (Digits[d] != 0) Add(ref f, ref running[i], Digits[d] > 0 ? bases[i] : -bases[i], points[i]);
            }

            foreach (ref readonly PreparedPair pair in prepared.AsSpan())
            {
                pair.MultiplyInto(ref f, line);
                if (Digits[d] != 0) pair.MultiplyInto(ref f, line + 1);
            }

            line += Digits[d] != 0 ? 2 : 1;
        }

        for (int i = 0; i < count; i++)
        {
            G2Affine once = Psi(bases[i]), twice = Psi(once);
            Add(ref f, ref running[i], once, points[i]);
            Add(ref f, ref running[i], -twice, points[i]);
            if (!members.IsEmpty) members[places[i]] = running[i].Equals(-Psi(twice));
        }

        foreach (ref readonly PreparedPair pair in prepared.AsSpan())
        {
            pair.MultiplyInto(ref f, line);
            pair.MultiplyInto(ref f, line + 1);
        }

        return f;
    }

    /// <summary>All lines that the loop draws for a point of G2, not infinity, in their order.</summary>
    public static LineFunction[] Lines(in G2Affine point)
    {
        var lines = new LineFunction[LineCount];
        var running = new MillerPoint(point);
        int line = 0;
        for (int d = 1; d < Digits.Length; d++)
        {
            running.Double(out lines[line++]);
            if (Digits[d] != 0) running.Add(Digits[d] > 0 ? point : -point, out lines[line++]);
        }

        G2Affine once = Psi(point);
        running.Add(once, out lines[line++]);
        running.Add(-Psi(once), out lines[line]);
        return lines;
    }

    private static void Add(ref Fp12 f, ref MillerPoint running, in G2Affine q, in G1Affine point)
    {
        running.Add(q, out LineFunction chord);
        chord.MultiplyInto(ref f, point);
    }

    /// <summary>The Frobenius endomorphism carried to the twist.</summary>
    private static G2Affine Psi(in G2Affine point) =>
        new(point.X.Conjugate() * TwistConstants.PsiX, point.Y.Conjugate() * TwistConstants.PsiY);
}
