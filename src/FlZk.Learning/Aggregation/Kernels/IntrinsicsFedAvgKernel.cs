using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>FedAvg with a vector unit's widening multiplication: two products an instruction pair, one pass over the rows.</summary>
/// <remarks>
/// <para>What bounds it is memory, and how far the processor's prefetchers read ahead of the arithmetic. They want few rows side by side
/// and long runs of each; but sums (8 bytes for every 4 of a row) that are loaded and stored for each four rows take as much of the
/// caches' own bandwidth as the rows do. So the two groups of a step are folded in turns, a short stretch at a time: sums stay in the first
/// cache from one group to the next and to their division, while a row's run is as long as the block.</para>
/// <para>The range is checked without a comparison for every row: max - x, taken modulo 2^32, is below 2^v exactly for x in the format, so
/// a bit at or above v in the or of all of them betrays a value outside.</para>
/// </remarks>
internal sealed class IntrinsicsFedAvgKernel<TLanes, TInt, TLong> : IFedAvgKernel
    where TLanes : struct, IWideLanes<TInt, TLong>
    where TInt : struct
    where TLong : struct
{
    // 512 bytes of each row, 1 KiB of sums: with longer stretches the arithmetic of one no longer hides the memory's latency of the next.
    private const int StretchLength = 128;

    /// <inheritdoc/>
    public string Name => TLanes.Name;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Run(scoped in FedAvgStep step)
    {
        int length = step.Sums.Length;
        bool hasNear = !step.Near.Row0.IsEmpty, hasFar = !step.Far.Row0.IsEmpty;

        // Sums that nobody asks for after this step need no more room than a stretch of them.
        bool isWhole = step.IsFirst && step.IsLast && !step.KeepsSums;

        // All steps have the same stretches, as sums are in an order of their own within each.
        int next = StretchLength - step.Lead;
        bool inside = true;
        for (int at = 0; at < length; at = next, next = at + StretchLength)
        {
            next = Math.Min(next, length);
            Span<long> sums = step.Sums.Slice(isWhole ? 0 : at, next - at);
            if (step.IsFirst) sums.Clear();
            if (hasNear) inside &= Fold(step.Near, at, step.Format, sums);
            if (hasFar) inside &= Fold(step.Far, at, step.Format, sums);
            if (step.IsLast) Divide(sums, step, at);
        }

        return inside;
    }

    private static bool Fold(scoped in RowGroup rows, int start, FixedPointFormat format, Span<long> sums)
    {
        int length = sums.Length;
        int vectors = length - (length % TLanes.Count);
        bool inside = rows.IsScaled ? FoldScaled(rows, start, format, sums, vectors) : FoldPlain(rows, start, format, sums, vectors);
        return vectors == length ? inside : inside & FoldRest(rows, start, format, sums, vectors);
    }

    private static bool FoldRest(scoped in RowGroup rows, int start, FixedPointFormat format, Span<long> sums, int vectors)
    {
        bool inside = true;
        for (int j = vectors; j < sums.Length; j++)
        {
            int x0 = rows.Row0[start + j], x1 = rows.Row1[start + j], x2 = rows.Row2[start + j], x3 = rows.Row3[start + j];
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Divide(Span<long> sums, scoped in FedAvgStep step, int start)
    {
        int vectors = sums.Length - (sums.Length % TLanes.Count);
        double reciprocal = 1.0 / step.TotalWeight;
        long half = BitConverter.DoubleToInt64Bits(RoundedQuotient.Shift) + (step.TotalWeight / 2);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        Span<int> model = step.Model.Slice(start, sums.Length);
        fixed (int* pinned = model)
        {
            bool pastCaches = step.PastCaches && StreamingCopy.LengthBeyondLine(model) == 0;
            for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
            {
                TLong first = TLanes.Load(ref sum, j), second = TLanes.Load(ref sum, j + ((nuint)TLanes.Count / 2));
                TInt quotients = TLanes.Quotients(first, second, half, reciprocal);
                if (pastCaches) TLanes.StorePastCaches(quotients, pinned + j);
                else TLanes.Store(quotients, ref *pinned, j);
                if (!step.KeepsSums) continue;
                (TLong low, TLong high) = TLanes.InOrder(first, second);
                TLanes.Store(low, ref sum, j);
                TLanes.Store(high, ref sum, j + ((nuint)TLanes.Count / 2));
            }
        }

        if (vectors < sums.Length) RoundedQuotient.Divide(sums[vectors..], step.TotalWeight, model[vectors..], vectorised: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FoldPlain(in RowGroup rows, int start, FixedPointFormat format, Span<long> sums, int vectors)
    {
        ref int row0 = ref MemoryMarshal.GetReference(rows.Row0.Slice(start, vectors));
        ref int row1 = ref MemoryMarshal.GetReference(rows.Row1.Slice(start, vectors));
        ref int row2 = ref MemoryMarshal.GetReference(rows.Row2.Slice(start, vectors));
        ref int row3 = ref MemoryMarshal.GetReference(rows.Row3.Slice(start, vectors));
        ref long sum = ref MemoryMarshal.GetReference(sums);
        TInt w0 = TLanes.Broadcast(rows.Weight0), w1 = TLanes.Broadcast(rows.Weight1);
        TInt w2 = TLanes.Broadcast(rows.Weight2), w3 = TLanes.Broadcast(rows.Weight3);
        TInt greatest = TLanes.Broadcast(format.MaxValue);
        TInt seen0 = default, seen1 = default;
        for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
        {
            TLong first = TLanes.Load(ref sum, j), second = TLanes.Load(ref sum, j + ((nuint)TLanes.Count / 2));
            TInt x0 = TLanes.Load(ref row0, j), x1 = TLanes.Load(ref row1, j);
            TInt x2 = TLanes.Load(ref row2, j), x3 = TLanes.Load(ref row3, j);
            seen0 = TLanes.OrDifferences(seen0, greatest, x0, x1);
            seen1 = TLanes.OrDifferences(seen1, greatest, x2, x3);
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

    private static bool FoldScaled(in RowGroup rows, int start, FixedPointFormat format, Span<long> sums, int vectors) =>
        FoldScaled(rows.Row0.Slice(start, vectors), rows.Weight0, rows.Scale0, format, sums)
        & FoldScaled(rows.Row1.Slice(start, vectors), rows.Weight1, rows.Scale1, format, sums)
        & FoldScaled(rows.Row2.Slice(start, vectors), rows.Weight2, rows.Scale2, format, sums)
        & FoldScaled(rows.Row3.Slice(start, vectors), rows.Weight3, rows.Scale3, format, sums);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FoldScaled(ReadOnlySpan<int> row, int weight, int scale, FixedPointFormat format, Span<long> sums)
    {
        if (weight == 0) return true;
        ref int source = ref MemoryMarshal.GetReference(row);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        TInt w = TLanes.Broadcast(weight), k = TLanes.Broadcast(scale);
        TInt greatest = TLanes.Broadcast(format.MaxValue);
        TInt seen = default;
        for (nuint j = 0; j < (nuint)row.Length; j += (nuint)TLanes.Count)
        {
            TInt x = TLanes.Load(ref source, j);
            seen = TLanes.OrDifferences(seen, greatest, x, x);
            x = TLanes.Scale(x, k);
            TLanes.Store(TLanes.MultiplyAddFirst(TLanes.Load(ref sum, j), x, w), ref sum, j);
            nuint second = j + ((nuint)TLanes.Count / 2);
            TLanes.Store(TLanes.MultiplyAddSecond(TLanes.Load(ref sum, second), x, w), ref sum, second);
        }

        return !TLanes.AnyBit(seen, TLanes.Broadcast(-1 << format.ValueBits));
    }
}
