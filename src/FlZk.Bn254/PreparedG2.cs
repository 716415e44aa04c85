using FlZk.Bn254.Pairings;

namespace FlZk.Bn254;

/// <summary>A point of G2 that is paired often: the lines of its Miller loop are computed once, 12 KiB in all. Immutable; safe to share
/// between threads.</summary>
public sealed class PreparedG2
{
    /// <summary>Computes the lines.</summary>
    /// <param name="point">A point of G2, or infinity.</param>
    /// <exception cref="ArgumentException">The point is outside G2.</exception>
    public PreparedG2(G2Affine point)
    {
        if (!point.IsInSubgroup) throw new ArgumentException("The point is outside G2.", nameof(point));
        Point = point;
        Lines = point.IsInfinity ? [] : Normalise(MillerLoop.Lines(point));
    }

    /// <summary>The point.</summary>
    public G2Affine Point { get; }

    internal MonicLine[] Lines { get; }

    private static MonicLine[] Normalise(LineFunction[] lines)
    {
        // No line of the loop is vertical, so its coefficient of yP is not zero.
        var inverses = new Fp2[lines.Length];
        for (int i = 0; i < lines.Length; i++) inverses[i] = lines[i].YTerm;
        Fp2.BatchInverse(inverses);
        var monic = new MonicLine[lines.Length];
        for (int i = 0; i < lines.Length; i++) monic[i] = new MonicLine(lines[i].XTerm * inverses[i], lines[i].Constant * inverses[i]);
        return monic;
    }
}
