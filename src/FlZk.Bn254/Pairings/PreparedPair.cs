namespace FlZk.Bn254.Pairings;

/// <summary>A prepared point of G2 with the point of G1 that its lines are evaluated at.</summary>
internal readonly struct PreparedPair
{
    private readonly MonicLine[] _lines;
    private readonly Fp _slope;
    private readonly Fp _inverse;

    private PreparedPair(MonicLine[] lines, in Fp slope, in Fp inverse)
    {
        _lines = lines;
        _slope = slope;
        _inverse = inverse;
    }

    /// <summary>The pairs without infinity; one inversion for all.</summary>
    public static PreparedPair[] From(ReadOnlySpan<G1Affine> points, ReadOnlySpan<PreparedG2> prepared)
    {
        // No finite point has y = 0: the group's order is odd.
        var inverses = new Fp[points.Length];
        int count = 0;
        for (int i = 0; i < inverses.Length; i++)
        {
            inverses[i] = points[i].Y;
            if (!points[i].IsInfinity && !prepared[i].Point.IsInfinity) count++;
        }

        Fp.BatchInverse(inverses);
        var pairs = new PreparedPair[count];
        int at = 0;
        for (int i = 0; i < inverses.Length; i++)
        {
            if (points[i].IsInfinity || prepared[i].Point.IsInfinity) continue;
            pairs[at++] = new PreparedPair(prepared[i].Lines, points[i].X * inverses[i], inverses[i]);
        }

        return pairs;
    }

    /// <summary>f becomes f times the value of line number <paramref name="line"/>.</summary>
    public void MultiplyInto(ref Fp12 f, int line) => _lines[line].MultiplyInto(ref f, _slope, _inverse);
}
