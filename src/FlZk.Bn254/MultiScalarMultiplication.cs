using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254;

/// <summary>Sums of scalar multiples, sum_i k_i P_i, by Pippenger's bucket method with signed windows, on all cores.</summary>
/// <remarks>
/// Complete: repeated bases, opposite bases, infinity and any scalars are welcome; an empty sum is infinity. Points must be on their curve.
/// Time depends on the scalars.
/// </remarks>
public static class MultiScalarMultiplication
{
    /// <summary>sum_i k_i P_i in G1.</summary>
    /// <param name="points">The bases P_i.</param>
    /// <param name="scalars">The scalars k_i, as many.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static G1Affine Compute(ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<Fr> scalars, CancellationToken cancellation = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        var bases = new AffinePoint<Fp>[points.Length];
        for (int i = 0; i < bases.Length; i++) bases[i] = points.Span[i].Point;
        return G1Affine.From(Pippenger<Fp>.Compute(bases, Canonical(scalars.Span), cancellation).ToAffine());
    }

    /// <summary>sum_i k_i P_i in G2.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, ReadOnlyMemory{Fr}, CancellationToken)"/>
    public static G2Affine Compute(ReadOnlyMemory<G2Affine> points, ReadOnlyMemory<Fr> scalars, CancellationToken cancellation = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        var bases = new AffinePoint<Fp2>[points.Length];
        for (int i = 0; i < bases.Length; i++) bases[i] = points.Span[i].Point;
        return G2Affine.From(Pippenger<Fp2>.Compute(bases, Canonical(scalars.Span), cancellation).ToAffine());
    }

    /// <summary>sum_i k_i P_i in G1 for signed 64-bit scalars; the cost follows the largest magnitude.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, ReadOnlyMemory{Fr}, CancellationToken)"/>
    public static G1Affine Compute(ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<long> scalars, CancellationToken cancellation = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        var bases = new AffinePoint<Fp>[points.Length];
        var magnitudes = new Limbs[points.Length];
        for (int i = 0; i < bases.Length; i++)
        {
            long scalar = scalars.Span[i];
            AffinePoint<Fp> point = points.Span[i].Point;
            bases[i] = scalar < 0 ? -point : point;
            magnitudes[i] = new Limbs(scalar < 0 ? 0UL - (ulong)scalar : (ulong)scalar, 0, 0, 0);
        }

        return G1Affine.From(Pippenger<Fp>.Compute(bases, magnitudes, cancellation).ToAffine());
    }

    private static Limbs[] Canonical(ReadOnlySpan<Fr> scalars)
    {
        var integers = new Limbs[scalars.Length];
        for (int i = 0; i < integers.Length; i++) integers[i] = scalars[i].ToCanonical();
        return integers;
    }

    private static void RequireSameLength(int points, int scalars)
    {
        if (points != scalars) throw new ArgumentException($"There are {points} points but {scalars} scalars.", nameof(scalars));
    }
}
