using System.Runtime.CompilerServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;

namespace FlZk.Bn254.MultiScalar;

/// <summary>Batch-affine addition on 64-bit integers: 5M + 1S against 8M + 3S for a mixed Jacobian addition.</summary>
internal sealed class BatchAffineAdder<TField> : SegmentAdder<TField>
    where TField : unmanaged, IField<TField>
{
    private const int Capacity = 1024;

    private readonly TField[] _denominators = new TField[Capacity];
    private readonly TField[] _scratch = new TField[Capacity];
    private readonly int[] _sources = new int[Capacity];
    private readonly int[] _targets = new int[Capacity];
    private int _count;

    /// <inheritdoc/>
    public override void SumSegments(Span<AffinePoint<TField>> points, ReadOnlySpan<int> starts, Span<int> lengths)
    {
        bool again = true;
        while (again)
        {
            again = false;
            for (int s = 0; s < lengths.Length; s++)
            {
                int length = lengths[s];
                if (length < 2) continue;

                // The first point of an odd segment waits. Targets run behind sources, so no pending source is overwritten.
                int odd = length & 1;
                int pairs = length >> 1;
                int start = starts[s] + odd;
                for (int k = 0; k < pairs; k++)
                {
                    if (_count == Capacity) Flush(points);
                    _sources[_count] = start + (2 * k);
                    _targets[_count++] = start + k;
                }

                lengths[s] = odd + pairs;
                again |= lengths[s] > 1;
            }

            Flush(points);
        }
    }

    /// <summary>points[target] = points[source] + points[source + 1] for every pending pair, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Flush(Span<AffinePoint<TField>> points)
    {
        Span<TField> denominators = _denominators.AsSpan(0, _count);
        for (int i = 0; i < denominators.Length; i++)
        {
            ref AffinePoint<TField> p = ref points[_sources[i]];
            ref AffinePoint<TField> q = ref points[_sources[i] + 1];
            ref TField denominator = ref denominators[i];
            if (p.IsInfinity || q.IsInfinity)
            {
                denominator = default;
                continue;
            }

            // The chord's x2 - x1; with equal x, the tangent's 2y, which is y1 + y2 and vanishes for opposite points.
            TField.Subtract(q.X, p.X, out denominator);
            if (denominator.IsZero) TField.Add(p.Y, q.Y, out denominator);
        }

        BatchInversion.Invert(denominators, _scratch);
        for (int i = 0; i < denominators.Length; i++)
        {
            ref AffinePoint<TField> p = ref points[_sources[i]];
            ref AffinePoint<TField> q = ref points[_sources[i] + 1];
            ref AffinePoint<TField> target = ref points[_targets[i]];
            if (denominators[i].IsZero) target = p.IsInfinity ? q : q.IsInfinity ? p : default;
            else Add(p, q, denominators[i], out target);
        }

        _count = 0;
    }

    /// <summary>The sum of two finite points that are not opposite, given the inverse of its slope's
    /// denominator; the result may be p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(in AffinePoint<TField> p, in AffinePoint<TField> q, in TField inverse, out AffinePoint<TField> result)
    {
        TField.Subtract(q.Y, p.Y, out TField slope);
        if (p.X == q.X)
        {
            // 3x^2 / 2y
            TField.Square(p.X, out TField square);
            TField.Add(square, square, out slope);
            TField.Add(slope, square, out slope);
        }

        TField.Multiply(slope, inverse, out slope);
        TField.Square(slope, out TField x);
        TField.Subtract(x, p.X, out x);
        TField.Subtract(x, q.X, out x);
        TField.Subtract(p.X, x, out TField y);
        TField.Multiply(slope, y, out y);
        TField.Subtract(y, p.Y, out y);
        result = new AffinePoint<TField>(x, y);
    }
}
