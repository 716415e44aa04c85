using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Sums neighbours of an array of affine points, many at a time: affine addition needs an inversion, which Montgomery's trick shares among
/// a batch. Complete: equal points, opposite points and infinity are welcome. The one seam between instruction tiers; sums are canonical,
/// the same from each.
/// </summary>
internal abstract class SegmentAdder<TField>
    where TField : unmanaged, IField<TField>
{
    /// <summary>The adder of a tier, or the scalar one for a field that the tier has no kernels for.</summary>
    public static SegmentAdder<TField> Create(InstructionTier tier)
    {
        if (typeof(TField) != typeof(Fp)) return new BatchAffineAdder<TField>();
        return tier switch
        {
            InstructionTier.Avx512 => (SegmentAdder<TField>)(object)new LaneAffineAdder<Fp, Avx512Fp>(),
            InstructionTier.Avx2 => (SegmentAdder<TField>)(object)new LaneAffineAdder<Fp, Avx2Fp>(),
            _ => new BatchAffineAdder<TField>(),
        };
    }

    /// <summary>
    /// Sums each segment of <paramref name="points"/> in place. Segment s is the <paramref name="lengths"/>[s] points from
    /// <paramref name="starts"/>[s] on; afterwards its sum is its first point and its length is 1, or 0 if it was empty.
    /// </summary>
    public abstract void SumSegments(Span<AffinePoint<TField>> points, ReadOnlySpan<int> starts, Span<int> lengths);
}
