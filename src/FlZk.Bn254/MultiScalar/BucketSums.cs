using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>One worker's memory and its two tasks: the sum of a run of unit terms, and one window's part of a run of other terms.</summary>
internal sealed class BucketSums<TField>(SegmentAdder<TField> adder)
    where TField : unmanaged, IField<TField>
{
    private const int PointsPerPass = 1 << 16;

    private readonly WeightedSum<TField> _weightedSum = new(adder);
    private AffinePoint<TField>[] _points = [];
    private short[] _digits = [];

    /// <summary>The sum of points, each with the sign of its term.</summary>
    public JacobianPoint<TField> SumUnits(ReadOnlySpan<AffinePoint<TField>> points, ReadOnlySpan<uint> units)
    {
        JacobianPoint<TField> sum = JacobianPoint<TField>.Infinity;
        for (int start = 0; start < units.Length; start += PointsPerPass)
        {
            ReadOnlySpan<uint> pass = units.Slice(start, Math.Min(PointsPerPass, units.Length - start));
            EnsurePoints(pass.Length);
            for (int i = 0; i < pass.Length; i++) Load(points, pass[i], negate: false, out _points[i]);
            Span<int> length = [pass.Length];
            adder.SumSegments(_points, [0], length);
            sum = sum.Add(_points[0]);
        }

        return sum;
    }

    /// <summary>sum_i d_i P_i, where d_i is the signed digit of term i's magnitude in one window.</summary>
    /// <param name="points">All points.</param>
    /// <param name="terms">The run's terms.</param>
    /// <param name="magnitudes">Their magnitudes.</param>
    /// <param name="window">Which window, from the least significant.</param>
    /// <param name="width">Its width in bits, from 1 to 15.</param>
    /// <param name="cancellation">Looked at once per pass.</param>
    public JacobianPoint<TField> SumWindow(
        ReadOnlySpan<AffinePoint<TField>> points,
        ReadOnlySpan<uint> terms,
        ReadOnlySpan<Limbs> magnitudes,
        int window,
        int width,
        CancellationToken cancellation)
    {
        int bucketCount = 1 << (width - 1);
        var buckets = new AffinePoint<TField>[bucketCount];
        var starts = new int[bucketCount];
        var lengths = new int[bucketCount];

        // A pass is long enough that carrying the buckets into the next one costs little, and short enough for the cache.
        int passLength = Math.Min(terms.Length, Math.Max(PointsPerPass, 8 * bucketCount));
        if (_digits.Length < passLength) _digits = new short[passLength];
        EnsurePoints(passLength + bucketCount);
        for (int start = 0; start < terms.Length; start += passLength)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(passLength, terms.Length - start);
            Sort(points, terms.Slice(start, count), magnitudes.Slice(start, count), window, width, buckets, starts, lengths);
            adder.SumSegments(_points, starts, lengths);
            for (int b = 0; b < bucketCount; b++)
            {
                if (lengths[b] != 0) buckets[b] = _points[starts[b]];
            }
        }

        return _weightedSum.Compute(buckets);
    }

    /// <summary>Counting sort of the pass's points by bucket, each bucket led by what earlier passes left in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort(
        ReadOnlySpan<AffinePoint<TField>> points,
        ReadOnlySpan<uint> terms,
        ReadOnlySpan<Limbs> magnitudes,
        int window,
        int width,
        AffinePoint<TField>[] buckets,
        int[] starts,
        int[] lengths)
    {
        for (int b = 0; b < lengths.Length; b++) lengths[b] = buckets[b].IsInfinity ? 0 : 1;
        for (int i = 0; i < terms.Length; i++)
        {
            int digit = magnitudes[i].SignedDigit(window, width);
            _digits[i] = (short)digit;
            if (digit != 0) lengths[Math.Abs(digit) - 1]++;
        }

        int next = 0;
        for (int b = 0; b < lengths.Length; b++)
        {
            starts[b] = next;
            next += lengths[b];
            lengths[b] = 0;
            if (!buckets[b].IsInfinity) _points[starts[b] + lengths[b]++] = buckets[b];
        }

        for (int i = 0; i < terms.Length; i++)
        {
            int digit = _digits[i];
            if (digit == 0) continue;
            int b = Math.Abs(digit) - 1;
            Load(points, terms[i], digit < 0, out _points[starts[b] + lengths[b]++]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(ReadOnlySpan<AffinePoint<TField>> points, uint term, bool negate, out AffinePoint<TField> result)
    {
        ref readonly AffinePoint<TField> point = ref points[(int)(term & ~SortedScalars.Negative)];
        ulong mask = (ulong)((long)(int)term >> 63) ^ (negate ? ulong.MaxValue : 0UL);
        Unsafe.SkipInit(out result);
        Unsafe.AsRef(in result.X) = point.X;
        TField.NegateIf(mask, point.Y, out Unsafe.AsRef(in result.Y));
    }

    private void EnsurePoints(int count)
    {
        if (_points.Length < count) _points = new AffinePoint<TField>[count];
    }
}
