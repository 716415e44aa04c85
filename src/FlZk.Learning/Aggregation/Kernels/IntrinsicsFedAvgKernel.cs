using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg with a vector unit's widening multiplication: two products an instruction pair, one pass over the rows.</summary>
/// <remarks>The range is checked without a comparison for every row: x - min, taken modulo 2^32, is below 2^v exactly for x in the
/// format, so a bit at or above v in the or of all of them betrays a value outside.</remarks>
internal sealed class IntrinsicsFedAvgKernel<TLanes, TInt, TLong> : IFedAvgKernel
    where TLanes : struct, IWideLanes<TInt, TLong>
    where TInt : struct
    where TLong : struct
{
    /// <inheritdoc/>
    public string Name => TLanes.Name;

    /// <inheritdoc/>
    public bool Fold(scoped in RowGroup rows, FixedPointFormat format, Span<long> sums)
    {
        int length = sums.Length;
        int vectors = length - (length % TLanes.Count);
        bool inside = rows.IsScaled ? FoldScaled(rows, format, sums, vectors) : FoldPlain(rows, format, sums, vectors);
        for (int j = vectors; j < length; j++)
        {
            int x0 = rows.Row0[j], x1 = rows.Row1[j], x2 = rows.Row2[j], x3 = rows.Row3[j];
            inside &= format.Contains(x0) && format.Contains(x1) && format.Contains(x2) && format.Contains(x3);
            if (rows.IsScaled)
            {
                x0 = ScalarFedAvgKernel.Scale(x0, rows.Scale0);
                x1 = ScalarFedAvgKernel.Scale(x1, rows.Scale1);
                x2 = ScalarFedAvgKernel.Scale(x2, rows.Scale2);
                x3 = ScalarFedAvgKernel.Scale(x3, rows.Scale3);
            }

            sums[j] += ((long)x0 * rows.Weight0) + ((long)x1 * rows.Weight1) + ((long)x2 * rows.Weight2) + ((long)x3 * rows.Weight3);
        }

        return inside;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish(Span<long> sums, int totalWeight, Span<int> model)
    {
        int vectors = sums.Length - (sums.Length % TLanes.Count);
        double reciprocal = 1.0 / totalWeight;
        long half = BitConverter.DoubleToInt64Bits(RoundedQuotient.Shift) + (totalWeight / 2);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        ref int quotient = ref MemoryMarshal.GetReference(model);
        for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
        {
            TLong first = TLanes.Load(ref sum, j), second = TLanes.Load(ref sum, j + ((nuint)TLanes.Count / 2));
            TLanes.StoreQuotients(first, second, half, reciprocal, ref quotient, j);
            (TLong low, TLong high) = TLanes.InOrder(first, second);
            TLanes.Store(low, ref sum, j);
            TLanes.Store(high, ref sum, j + ((nuint)TLanes.Count / 2));
        }

        RoundedQuotient.Divide(sums[vectors..], totalWeight, model[vectors..], vectorised: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FoldPlain(in RowGroup rows, FixedPointFormat format, Span<long> sums, int vectors)
    {
        ref int row0 = ref MemoryMarshal.GetReference(rows.Row0);
        ref int row1 = ref MemoryMarshal.GetReference(rows.Row1);
        ref int row2 = ref MemoryMarshal.GetReference(rows.Row2);
        ref int row3 = ref MemoryMarshal.GetReference(rows.Row3);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        TInt w0 = TLanes.Broadcast(rows.Weight0), w1 = TLanes.Broadcast(rows.Weight1);
        TInt w2 = TLanes.Broadcast(rows.Weight2), w3 = TLanes.Broadcast(rows.Weight3);
        TInt least = TLanes.Broadcast(format.MinValue);
        TInt seen0 = default, seen1 = default;
        for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
        {
            TLong first = TLanes.Load(ref sum, j), second = TLanes.Load(ref sum, j + ((nuint)TLanes.Count / 2));
            TInt x0 = TLanes.Load(ref row0, j), x1 = TLanes.Load(ref row1, j);
            TInt x2 = TLanes.Load(ref row2, j), x3 = TLanes.Load(ref row3, j);
            seen0 = TLanes.OrDifference(seen0, x0, least);
            seen1 = TLanes.OrDifference(seen1, x1, least);
            seen0 = TLanes.OrDifference(seen0, x2, least);
            seen1 = TLanes.OrDifference(seen1, x3, least);
            first = TLanes.MultiplyAddFirst(first, x0, w0);
            second = TLanes.MultiplyAddSecond(second, x0, w0);
            first = TLanes.MultiplyAddFirst(first, x1, w1);
            second = TLanes.MultiplyAddSecond(second, x1, w1);
            first = TLanes.MultiplyAddFirst(first, x2, w2);
            second = TLanes.MultiplyAddSecond(second, x2, w2);
            first = TLanes.MultiplyAddFirst(first, x3, w3);
            second = TLanes.MultiplyAddSecond(second, x3, w3);
            TLanes.Store(first, ref sum, j);
            TLanes.Store(second, ref sum, j + ((nuint)TLanes.Count / 2));
        }

        TInt outside = TLanes.Broadcast(-1 << format.ValueBits);
        return !TLanes.AnyBit(seen0, outside) && !TLanes.AnyBit(seen1, outside);
    }

    private static bool FoldScaled(in RowGroup rows, FixedPointFormat format, Span<long> sums, int vectors) =>
        FoldScaled(rows.Row0, rows.Weight0, rows.Scale0, format, sums, vectors)
        & FoldScaled(rows.Row1, rows.Weight1, rows.Scale1, format, sums, vectors)
        & FoldScaled(rows.Row2, rows.Weight2, rows.Scale2, format, sums, vectors)
        & FoldScaled(rows.Row3, rows.Weight3, rows.Scale3, format, sums, vectors);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FoldScaled(ReadOnlySpan<int> row, int weight, int scale, FixedPointFormat format, Span<long> sums, int vectors)
    {
        if (weight == 0) return true;
        ref int source = ref MemoryMarshal.GetReference(row);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        TInt w = TLanes.Broadcast(weight), k = TLanes.Broadcast(scale), least = TLanes.Broadcast(format.MinValue);
        TInt seen = default;
        for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
        {
            TInt x = TLanes.Load(ref source, j);
            seen = TLanes.OrDifference(seen, x, least);
            x = TLanes.Scale(x, k);
            TLanes.Store(TLanes.MultiplyAddFirst(TLanes.Load(ref sum, j), x, w), ref sum, j);
            nuint second = j + ((nuint)TLanes.Count / 2);
            TLanes.Store(TLanes.MultiplyAddSecond(TLanes.Load(ref sum, second), x, w), ref sum, second);
        }

        return !TLanes.AnyBit(seen, TLanes.Broadcast(-1 << format.ValueBits));
    }
}
