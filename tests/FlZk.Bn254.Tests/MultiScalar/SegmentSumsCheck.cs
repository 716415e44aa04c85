using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;
using FlZk.Bn254.MultiScalar;

namespace FlZk.Bn254.Tests.MultiScalar;

/// <summary>Checks sums of segments in one group on one tier.</summary>
internal abstract class SegmentSumsCheck
{
    public const int PoolSize = 400;

    /// <param name="places">Places in the pool, negative for opposite points.</param>
    /// <param name="lengths">The lengths of the segments that they form.</param>
    public abstract void Run(int[] places, int[] lengths);
}

/// <inheritdoc/>
internal sealed class SegmentSumsCheck<TField> : SegmentSumsCheck
    where TField : unmanaged, IField<TField>
{
    private readonly InstructionTier _tier;
    private readonly AffinePoint<TField>[] _pool = new AffinePoint<TField>[PoolSize];

    public SegmentSumsCheck(InstructionTier tier, AffinePoint<TField> generator)
    {
        _tier = tier;
        var multiples = new JacobianPoint<TField>[PoolSize];
        var step = new JacobianPoint<TField>(generator);
        for (int i = 1; i < PoolSize; i++)
        {
            multiples[i] = multiples[i - 1].Add(step);
            step = step.Add(generator).Add(generator);
        }

        JacobianPoint<TField>.BatchToAffine(multiples, _pool);
    }

    /// <inheritdoc/>
    public override unsafe void Run(int[] places, int[] lengths)
    {
        AffinePoint<TField>[] points = [.. places.Select(place => place < 0 ? -_pool[-place] : _pool[place])];

        // Every third point enters as the opposite of its opposite; every fifth segment holds its own result already.
        AffinePoint<TField>[] stored = GC.AllocateArray<AffinePoint<TField>>(points.Length, pinned: true);
        AffinePoint<TField>[] results = GC.AllocateArray<AffinePoint<TField>>(lengths.Length, pinned: true);
        ulong[] references = GC.AllocateArray<ulong>(points.Length, pinned: true);
        int[] left = GC.AllocateArray<int>(lengths.Length, pinned: true);
        lengths.CopyTo(left, 0);
        for (int i = 0; i < points.Length; i++)
        {
            stored[i] = i % 3 == 0 ? -points[i] : points[i];
            references[i] = (ulong)Unsafe.AsPointer(ref stored[i]) | (i % 3 == 0 ? SignedReference.Negative : 0);
        }

        for (int s = 0, start = 0; s < lengths.Length; start += lengths[s++])
        {
            results[s] = _pool[5];
            if (s % 5 != 0 || lengths[s] == 0) continue;
            results[s] = points[start];
            references[start] = (ulong)Unsafe.AsPointer(ref results[s]);
        }

        var sums = new SegmentSums<TField>(AffineAdder<TField>.Create(_tier));
        fixed (ulong* reference = references)
        fixed (int* length = left)
        fixed (AffinePoint<TField>* result = results) sums.Sum(reference, length, lengths.Length, result, CancellationToken.None);

        for (int s = 0, start = 0; s < lengths.Length; start += lengths[s++])
        {
            JacobianPoint<TField> expected = JacobianPoint<TField>.Infinity;
            for (int i = 0; i < lengths[s]; i++) expected = expected.Add(points[start + i]);

            // Bit for bit: equality of elements is equality of their limbs. An empty segment leaves its result alone.
            AffinePoint<TField> affine = lengths[s] == 0 ? _pool[5] : expected.ToAffine();
            Assert.True(affine.X == results[s].X && affine.Y == results[s].Y, $"Segment {s} of {lengths.Length}.");
        }

        // Only their addresses were used.
        GC.KeepAlive(stored);
        GC.KeepAlive(references);
    }
}
