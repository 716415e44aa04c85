using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg through <see cref="TensorPrimitives"/>: on any processor with vectors of any kind.</summary>
internal sealed class TensorsFedAvgKernel : IFedAvgKernel
{
    /// <inheritdoc/>
    public string Name => "System.Numerics.Tensors";

    /// <inheritdoc/>
    public bool Run(scoped in FedAvgStep step)
    {
        if (step.IsFirst) step.Sums.Clear();
        long[] rented = ArrayPool<long>.Shared.Rent(step.Sums.Length);
        Span<long> wide = rented.AsSpan(0, step.Sums.Length);
        bool inside = Fold(step.Near, step.Format, wide, step.Sums) && Fold(step.Far, step.Format, wide, step.Sums);
        ArrayPool<long>.Shared.Return(rented);
        if (step.IsLast) RoundedQuotient.Divide(step.Sums, step.TotalWeight, step.Model, Vector.IsHardwareAccelerated);
        return inside;
    }

    private static bool Fold(scoped in RowGroup rows, FixedPointFormat format, Span<long> wide, Span<long> sums) =>
        Fold(rows.Row0, rows.Weight0, rows.Scale0, rows.IsScaled, format, wide, sums)
        && Fold(rows.Row1, rows.Weight1, rows.Scale1, rows.IsScaled, format, wide, sums)
        && Fold(rows.Row2, rows.Weight2, rows.Scale2, rows.IsScaled, format, wide, sums)
        && Fold(rows.Row3, rows.Weight3, rows.Scale3, rows.IsScaled, format, wide, sums);

    private static bool Fold(
        ReadOnlySpan<int> row, int weight, int scale, bool scaled, FixedPointFormat format, Span<long> wide, Span<long> sums)
    {
        if (weight == 0) return true;
        if (format.IndexOfFirstOutOfRange(row) >= 0) return false;
        TensorPrimitives.ConvertTruncating(row, wide);
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
