using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254;

/// <summary>Sums of scalar multiples, sum_i k_i P_i, by Pippenger's bucket method with signed windows, on all cores.</summary>
/// <remarks>
/// Zeros cost nothing, ones and minus ones one addition, and small scalars of either sign as much as their bits; points at infinity cost no
/// more than a look. Complete: repeated bases, opposite bases, infinity and any scalars are welcome; an empty sum is infinity. Points must
/// be on their curve. Time depends on the scalars.
/// </remarks>
public static class MultiScalarMultiplication
{
    /// <summary>sum_i k_i P_i in G1.</summary>
    /// <param name="points">The bases P_i. Their memory is pinned meanwhile and may be mapped from a file.</param>
    /// <param name="scalars">The scalars k_i, as many.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static G1Affine Compute(ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<Fr> scalars, Execution execution = default) =>
        Compute(points, scalars, InstructionTiers.Best, execution);

    /// <summary>sum_i k_i P_i in G2.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, ReadOnlyMemory{Fr}, Execution)"/>
    public static G2Affine Compute(ReadOnlyMemory<G2Affine> points, ReadOnlyMemory<Fr> scalars, Execution execution = default) =>
        Compute(points, scalars, InstructionTiers.Best, execution);

    /// <summary>sum_i k_i P_i in G1 for signed 64-bit scalars; the cost follows their magnitudes.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, ReadOnlyMemory{Fr}, Execution)"/>
    public static G1Affine Compute(ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<long> scalars, Execution execution = default) =>
        Compute(points, scalars, InstructionTiers.Best, execution);

    /// <summary>sum_i k_(start + i) P_i in G1 for scalars that are used more than once.</summary>
    /// <param name="points">The bases P_i. Their memory is pinned meanwhile and may be mapped from a file.</param>
    /// <param name="scalars">The scalars k_i.</param>
    /// <param name="start">The index of the first base's scalar.</param>
    /// <param name="execution">Cancellation, threads, progress.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no scalars for some bases.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static G1Affine Compute(
        ReadOnlyMemory<G1Affine> points, PreparedScalars scalars, int start = 0, Execution execution = default) =>
        Compute(points, scalars, start, InstructionTiers.Best, execution);

    /// <summary>sum_i k_(start + i) P_i in G2 for scalars that are used more than once.</summary>
    /// <inheritdoc cref="Compute(ReadOnlyMemory{G1Affine}, PreparedScalars, int, Execution)"/>
    public static G2Affine Compute(
        ReadOnlyMemory<G2Affine> points, PreparedScalars scalars, int start = 0, Execution execution = default) =>
        Compute(points, scalars, start, InstructionTiers.Best, execution);

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G1Affine Compute(
        ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<Fr> scalars, InstructionTier tier, Execution execution = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        return Compute(points, PreparedScalars.From(scalars, execution), 0, tier, execution);
    }

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G2Affine Compute(
        ReadOnlyMemory<G2Affine> points, ReadOnlyMemory<Fr> scalars, InstructionTier tier, Execution execution = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        return Compute(points, PreparedScalars.From(scalars, execution), 0, tier, execution);
    }

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G1Affine Compute(
        ReadOnlyMemory<G1Affine> points, ReadOnlyMemory<long> scalars, InstructionTier tier, Execution execution = default)
    {
        RequireSameLength(points.Length, scalars.Length);
        return Compute(points, PreparedScalars.From(scalars, execution), 0, tier, execution);
    }

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G1Affine Compute(
        ReadOnlyMemory<G1Affine> points, PreparedScalars scalars, int start, InstructionTier tier, Execution execution)
    {
        RequireScalars(points.Length, scalars, start);
        return G1Affine.From(Pippenger<G1Affine, Fp>.Compute(points, scalars, start, tier, execution).ToAffine());
    }

    /// <summary>As above, on a tier that is supported here.</summary>
    internal static G2Affine Compute(
        ReadOnlyMemory<G2Affine> points, PreparedScalars scalars, int start, InstructionTier tier, Execution execution)
    {
        RequireScalars(points.Length, scalars, start);
        return G2Affine.From(Pippenger<G2Affine, Fp2>.Compute(points, scalars, start, tier, execution).ToAffine());
    }

    private static void RequireSameLength(int points, int scalars)
    {
        if (points != scalars) throw new ArgumentException($"There are {points} points but {scalars} scalars.", nameof(scalars));
    }

    private static void RequireScalars(int points, PreparedScalars scalars, int start)
    {
        ArgumentNullException.ThrowIfNull(scalars);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, scalars.Count - points);
    }
}
