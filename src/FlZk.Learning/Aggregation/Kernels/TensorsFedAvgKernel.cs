using System.Numerics;
using System.Numerics.Tensors;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg through <see cref="TensorPrimitives"/>: on any processor with vectors of any kind.</summary>
internal sealed class TensorsFedAvgKernel : IFedAvgKernel
{
    /// <inheritdoc/>
    public string Name => "System.Numerics.Tensors";

    // Sums and a row's values as long as they are take half of the first-level cache.
    private const int StretchLength = 2048;

    /// <inheritdoc/>
    public bool Run(scoped in FedAvgStep step)
    {
        Span<long> wide = stackalloc long[StretchLength];
        for (int at = 0; at < step.Sums.Length; at += StretchLength)
        {
            Span<long> sums = step.Sums.Slice(at, Math.Min(StretchLength, step.Sums.Length - at));
            if (step.IsFirst) sums.Clear();
            if (!Fold(step.Near, at, step.Format, wide, sums) || !Fold(step.Far, at, step.Format, wide, sums)) return false;
            if (!step.IsLast) continue;
            RoundedQuotient.Divide(sums, step.TotalWeight, step.Model.Slice(at, sums.Length), Vector.IsHardwareAccelerated);
        }

        return true;
    }

    private static bool Fold(scoped in RowGroup rows, int start, FixedPointFormat format, Span<long> wide, Span<long> sums) =>
        Fold(rows.Row0, rows.Weight0, rows.Scale0, rows.IsScaled, start, format, wide, sums)
        && Fold(rows.Row1, rows.Weight1, rows.Scale1, rows.IsScaled, start, format, wide, sums)
        && Fold(rows.Row2, rows.Weight2, rows.Scale2, rows.IsScaled, start, format, wide, sums)
        && Fold(rows.Row3, rows.Weight3, rows.Scale3, rows.IsScaled, start, format, wide, sums);

    private static bool Fold(
        ReadOnlySpan<int> row,
        int weight,
        int scale,
        bool scaled,
        int start,
        FixedPointFormat format,
        Span<long> wide,
        Span<long> sums)
    {
        if (weight == 0) return true;
        ReadOnlySpan<int> values = row.Slice(start, sums.Length);
        if (!format.Contains(values)) return false;
        wide = wide[..sums.Length];
        TensorPrimitives.ConvertTruncating(values, wide);
        if (scaled)
        {
            TensorPrimitives.Multiply(wide, (long)scale, wide);
            TensorPrimitives.Add(wide, 1L << 29, wide);
            TensorPrimitives.ShiftRightArithmetic(wide, 30, wide);
        }

        TensorPrimitives.MultiplyAdd(wide, (long)weight, sums, sums);
        return true;
    }
}
