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
    public bool Run(scoped in FedAvgStep step)
    {
        int length = step.Sums.Length;

        // Sums that nobody asks for after this step need no more room than a stretch of them.
        bool isWhole = step.IsFirst && step.IsLast && !step.KeepsSums;

        // All steps have the same stretches, as sums are in an order of their own within each.
        int at = Math.Min(length, (StretchLength - step.Lead) % StretchLength);
        bool inside = at == 0 || Fold(step, 0, at, isWhole);
        int rest = (length - at) % StretchLength;
        bool plain = !step.Near.Row0.IsEmpty && !step.Near.IsScaled;
        inside &= plain ? FoldPlain(step, at, length - rest, isWhole) : FoldEach(step, at, length - rest, isWhole);
        return inside & (rest == 0 || Fold(step, length - rest, length, isWhole));
    }

    private static bool FoldEach(scoped in FedAvgStep step, int from, int to, bool isWhole)
    {
        bool inside = true;
        for (int at = from; at < to; at += StretchLength) inside &= Fold(step, at, at + StretchLength, isWhole);
        return inside;
    }

    // Whole stretches of rows that are not scaled. Whatever stands between one loop and the next takes room where the processor looks ahead
    // for memory to ask for, so lengths are checked and constants made before the first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe bool FoldPlain(scoped in FedAvgStep step, int from, int to, bool isWhole)
    {
        if (from == to) return true;
        bool hasFar = !step.Far.Row0.IsEmpty;
        CheckLengths(step.Near, to);
        if (hasFar) CheckLengths(step.Far, to);
        ref long sums = ref MemoryMarshal.GetReference(step.Sums);
        double reciprocal = 1.0 / step.TotalWeight;
        long half = BitConverter.DoubleToInt64Bits(RoundedQuotient.Shift) + (step.TotalWeight / 2);
        int maxValue = step.Format.MaxValue, outside = -1 << step.Format.ValueBits;
        bool inside = true;
        TInt latest = default;
        fixed (int* model = step.IsLast ? step.Model[..to] : default)
        {
            int beyond = (int)((nuint)(model + from) / sizeof(int) % (nuint)TLanes.Count);
            for (int at = from; at < to; at += StretchLength)
            {
                ref long sum = ref Unsafe.Add(ref sums, isWhole ? 0 : at);
                inside &= FoldPlain(step.Near, at, ref sum, StretchLength, step.IsFirst, maxValue, outside);
                if (hasFar) inside &= FoldPlain(step.Far, at, ref sum, StretchLength, isFirst: false, maxValue, outside);
                if (!step.IsLast) continue;
                if (step.PastCaches && at > from)
                    DividePastCaches(ref sum, model + at, beyond, half, reciprocal, step.KeepsSums, ref latest);
                else
                    DivideStretch(ref sum, model + at, half, reciprocal, step.KeepsSums, ref latest);
            }

            // Those that wait no longer; the rest of the line may be another block's.
            if (step.IsLast) TLanes.Store(latest, ref model[to - TLanes.Count], 0);
        }

        return inside;
    }

    private static void CheckLengths(scoped in RowGroup rows, int length)
    {
        if (rows.Row0.Length < length || rows.Row1.Length < length || rows.Row2.Length < length || rows.Row3.Length < length)
            throw new ArgumentException("A row is shorter than the sums.", nameof(rows));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FoldPlain(
        in RowGroup rows, int start, ref long sum, int vectors, bool isFirst, int maxValue, int outside)
    {
        ref int row0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Row0), start);
        ref int row1 = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Row1), start);
        ref int row2 = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Row2), start);
        ref int row3 = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows.Row3), start);
        TInt w0 = TLanes.Broadcast(rows.Weight0), w1 = TLanes.Broadcast(rows.Weight1);
        TInt w2 = TLanes.Broadcast(rows.Weight2), w3 = TLanes.Broadcast(rows.Weight3);
        TInt greatest = TLanes.Broadcast(maxValue);
        TInt seen0 = default, seen1 = default;
        for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
        {
            TLong first = default, second = default;
            if (!isFirst)
            {
                first = TLanes.Load(ref sum, j);
                second = TLanes.Load(ref sum, j + ((nuint)TLanes.Count / 2));
            }

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

        return !TLanes.AnyBit(TLanes.Or(seen0, seen1), TLanes.Broadcast(outside));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void DivideStretch(
        ref long sum, int* model, long half, double reciprocal, bool keepsSums, ref TInt latest)
    {
        for (nuint j = 0; j < StretchLength; j += (nuint)TLanes.Count)
        {
            latest = Divide(ref sum, j, half, reciprocal, keepsSums);
            TLanes.Store(latest, ref *model, j);
        }
    }

    // The same past the caches, in whole lines although the model may begin anywhere in one: each vector that is stored begins and ends so
    // many values before the quotients at hand, the last of which wait for the next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void DividePastCaches(
        ref long sum, int* model, int beyond, long half, double reciprocal, bool keepsSums, ref TInt latest)
    {
        TInt indices = TLanes.Ascending(TLanes.Count - beyond), before = latest;
        for (nuint j = 0; j < StretchLength; j += (nuint)TLanes.Count)
        {
            TInt quotients = Divide(ref sum, j, half, reciprocal, keepsSums);
            TLanes.StorePastCaches(TLanes.Select(before, quotients, indices), model + j - beyond);
            before = quotients;
        }

        latest = before;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Divide(ref long sum, nuint j, long half, double reciprocal, bool keepsSums)
    {
        TLong first = TLanes.Load(ref sum, j), second = TLanes.Load(ref sum, j + ((nuint)TLanes.Count / 2));
        if (keepsSums)
        {
            (TLong low, TLong high) = TLanes.InOrder(first, second);
            TLanes.Store(low, ref sum, j);
            TLanes.Store(high, ref sum, j + ((nuint)TLanes.Count / 2));
        }

        return TLanes.Quotients(first, second, half, reciprocal);
    }

    private static bool Fold(scoped in FedAvgStep step, int from, int to, bool isWhole)
    {
        Span<long> sums = step.Sums.Slice(isWhole ? 0 : from, to - from);
        bool inside = true;
        if (step.IsFirst) sums.Clear();
        if (!step.Near.Row0.IsEmpty) inside &= Fold(step.Near, from, step.Format, sums);
        if (!step.Far.Row0.IsEmpty) inside &= Fold(step.Far, from, step.Format, sums);
        if (step.IsLast) Divide(sums, step, from);
        return inside;
    }

    private static bool Fold(scoped in RowGroup rows, int start, FixedPointFormat format, Span<long> sums)
    {
        int length = sums.Length;
        int vectors = length - (length % TLanes.Count);
        CheckLengths(rows, start + length);
        bool inside = rows.IsScaled
            ? FoldScaled(rows, start, format, sums, vectors)
            : FoldPlain(
                rows, start, ref MemoryMarshal.GetReference(sums), vectors, isFirst: false, format.MaxValue, -1 << format.ValueBits);
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

    private static void Divide(Span<long> sums, scoped in FedAvgStep step, int start)
    {
        int vectors = sums.Length - (sums.Length % TLanes.Count);
        double reciprocal = 1.0 / step.TotalWeight;
        long half = BitConverter.DoubleToInt64Bits(RoundedQuotient.Shift) + (step.TotalWeight / 2);
        ref long sum = ref MemoryMarshal.GetReference(sums);
        Span<int> model = step.Model.Slice(start, sums.Length);
        for (nuint j = 0; j < (nuint)vectors; j += (nuint)TLanes.Count)
            TLanes.Store(Divide(ref sum, j, half, reciprocal, step.KeepsSums), ref MemoryMarshal.GetReference(model), j);
        if (vectors < sums.Length) RoundedQuotient.Divide(sums[vectors..], step.TotalWeight, model[vectors..], vectorised: false);
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
