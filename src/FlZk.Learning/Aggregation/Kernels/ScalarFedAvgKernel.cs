using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg one value at a time: what the others must equal, and what runs where there is no vector unit.</summary>
internal sealed class ScalarFedAvgKernel : IFedAvgKernel
{
    /// <inheritdoc/>
    public string Name => "scalar";

    /// <summary>(x k + 2^29) >> 30, x inside its format and k from 0 to 2^30.</summary>
    public static int Scale(int x, int k) => (int)((((long)x * k) + (1L << 29)) >> 30);

    /// <inheritdoc/>
    public bool Run(scoped in FedAvgStep step)
    {
        if (step.IsFirst) step.Sums.Clear();
        bool inside = Fold(step.Near, step.Format, step.Sums) & Fold(step.Far, step.Format, step.Sums);
        if (step.IsLast) RoundedQuotient.Divide(step.Sums, step.TotalWeight, step.Model, vectorised: false);
        return inside;
    }

    private static bool Fold(scoped in RowGroup rows, FixedPointFormat format, Span<long> sums) =>
        Fold(rows.Row0, rows.Weight0, rows.Scale0, rows.IsScaled, format, sums)
        & Fold(rows.Row1, rows.Weight1, rows.Scale1, rows.IsScaled, format, sums)
        & Fold(rows.Row2, rows.Weight2, rows.Scale2, rows.IsScaled, format, sums)
        & Fold(rows.Row3, rows.Weight3, rows.Scale3, rows.IsScaled, format, sums);

    private static bool Fold(ReadOnlySpan<int> row, int weight, int scale, bool scaled, FixedPointFormat format, Span<long> sums)
    {
        if (weight == 0) return true;
        int least = format.MinValue, greatest = format.MaxValue;
        bool inside = true;
        for (int j = 0; j < sums.Length; j++)
        {
            int x = row[j];
            inside &= x >= least && x <= greatest;
            sums[j] += (long)(scaled ? Scale(x, scale) : x) * weight;
        }

        return inside;
    }
}
