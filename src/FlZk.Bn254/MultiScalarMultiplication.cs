using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254;

/// <summary>Sums of scalar multiples, sum_i k_i P_i, by Pippenger's bucket method with signed windows, on all cores.</summary>
/// <remarks>
/// Zeros cost nothing, ones and minus ones one addition, and small scalars of either sign as much as their bits.
/// Complete: repeated bases, opposite bases, infinity and any scalars are welcome; an empty sum is infinity. Points must be on their curve.
/// Time depends on the scalars.
/// </remarks>
public static class MultiScalarMultiplication
{
    /// <summary>sum_i k_i P_i in G1.</summary>
    /// <param name="points">The bases P_i.</param>
    /// <param name="scalars">The scalars k_i, as many.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static G1Affine Compute(ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<Fr> scalars, Execution execution = default) =>
        Compute(points, scalars, InstructionTiers.Best, execution);

    /// <summary>sum_i k_i P_i in G2.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, ReadOnlyMemory{Fr}, Execution)"/>
    public static G2Affine Compute(ReadOnlyMemory<G2Affine> points, ReadOnlyMemory<Fr> scalars, Execution execution = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        SortedScalars sorted = SortedScalars.From(scalars);
        return G2Affine.From(Pippenger<G2Affine, Fp2>.Compute(points, sorted, InstructionTiers.Best, execution).ToAffine());
    }

    /// <summary>sum_i k_i P_i in G1 for signed 64-bit scalars; the cost follows the largest magnitude.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, ReadOnlyMemory{Fr}, Execution)"/>
    public static G1Affine Compute(ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<long> scalars, Execution execution = default) =>
        Compute(points, scalars, InstructionTiers.Best, execution);

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G1Affine Compute(
        ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<Fr> scalars, InstructionTier tier, Execution execution = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        return G1Affine.From(Pippenger<G1Affine, Fp>.Compute(points, SortedScalars.From(scalars), tier, execution).ToAffine());
    }

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G1Affine Compute(
        ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<long> scalars, InstructionTier tier, Execution execution = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        return G1Affine.From(Pippenger<G1Affine, Fp>.Compute(points, SortedScalars.From(scalars.Span), tier, execution).ToAffine());
    }

    private static void RequireSameLength(int points, int scalars)
    {
        if (points != scalars) throw new ArgumentException($"There are {points} points but {scalars} scalars.", nameof(scalars));
    }
}
