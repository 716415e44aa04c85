using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Sums of the middle values of each column of a block of updates, by a network of vector minima and maxima.</summary>
/// <remarks>A block is kept in strips of a few vectors' width and all n rows, each lane a column: a strip lies in the first-level cache
/// while it is sorted. Rows come from the updates in groups of eight, which are sorted in registers on their way.</remarks>
internal static class TrimmedMeanKernel
{
    // A sum of this many values of 24 bits is a 32-bit integer.
    private const int NarrowSum = 256;

    // Integers that a row is fetched ahead of its use.
    private const int Ahead = 256;

    /// <summary>Columns that a strip is wide, for a given number of rows.</summary>
    public static int StripWidth(int rows, bool vectorised) => Lanes(vectorised) * (rows <= 256 ? 2 : 1);

    /// <summary>Integers from one strip to the next: one row more than a strip has, as strips a power of two apart would fall into the same
    /// few lines of a cache.</summary>
    public static int StripSize(SelectionNetwork network) => (network.PaddedRows + 1) * network.Stride;

    /// <summary>Sorts eight rows column by column on their way into the strips.</summary>
    /// <param name="group">The rows, each at least <paramref name="length"/> long.</param>
    /// <param name="network">For the strips' shape.</param>
    /// <param name="row">The first row's place in the strips.</param>
    /// <param name="strips">The strips; receives rows <paramref name="row"/> to <paramref name="row"/> + 7 of each, sorted.</param>
    /// <param name="length">Columns, a multiple of the strip's width.</param>
    /// <param name="least">The least of all values so far, becomes the least with these.</param>
    /// <param name="greatest">The greatest of all values so far, becomes the greatest with these.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    public static void LoadGroup(
        EightRows group,
        SelectionNetwork network,
        int row,
        Span<int> strips,
        int length,
        ref int least,
        ref int greatest,
        bool vectorised)
    {
        int size = StripSize(network), width = network.Stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(group.Length, length, nameof(group));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row + SelectionNetwork.Group, network.PaddedRows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfLessThan(strips.Length, length / width * size, nameof(strips));
        if (length % width != 0) throw new ArgumentException("The rows are not whole strips.", nameof(length));
        ref int target = ref strips[row * width];
        if (!vectorised) LoadGroup<ScalarLanes, int>(group, ref target, width, size, length, ref least, ref greatest);
        else if (Vector512.IsHardwareAccelerated)
        {
            LoadGroup<Lanes512, Vector512<int>>(group, ref target, width, size, length, ref least, ref greatest);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            LoadGroup<Lanes256, Vector256<int>>(group, ref target, width, size, length, ref least, ref greatest);
        }
        else LoadGroup<Lanes128, Vector128<int>>(group, ref target, width, size, length, ref least, ref greatest);
    }

    /// <summary>For each column, the sum of its values without the t least and the t greatest.</summary>
    /// <param name="network">For the strips' rows and width.</param>
    /// <param name="strips">Strips whose groups of eight rows are sorted, rows beyond n being the greatest integer.</param>
    /// <param name="sums">Receives a sum for each column.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    public static void Sum(SelectionNetwork network, Span<int> strips, Span<long> sums, bool vectorised)
    {
        if (!vectorised) Sum<ScalarLanes, int>(network, strips, sums);
        else if (Vector512.IsHardwareAccelerated) Sum<Lanes512, Vector512<int>>(network, strips, sums);
        else if (Vector256.IsHardwareAccelerated) Sum<Lanes256, Vector256<int>>(network, strips, sums);
        else Sum<Lanes128, Vector128<int>>(network, strips, sums);
    }

    private static int Lanes(bool vectorised) =>
        !vectorised ? 1
        : Vector512.IsHardwareAccelerated ? Vector512<int>.Count
        : Vector256.IsHardwareAccelerated ? Vector256<int>.Count
        : Vector128<int>.Count;

    private static void Sum<TLanes, TVector>(SelectionNetwork network, Span<int> strips, Span<long> sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = network.Stride, size = StripSize(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(strips.Length, (sums.Length + width - 1) / width * size, nameof(strips));
        Span<int> high = stackalloc int[width], low = stackalloc int[width];
        bool narrow = network.Rows - (2 * network.Trim) <= NarrowSum;
        for (int column = 0; column < sums.Length; column += width)
        {
            ref int rows = ref strips[column / width * size];
            if (width == TLanes.Count) Compare<TLanes, TVector>(network.Comparators, ref rows);
            else CompareTwo<TLanes, TVector>(network.Comparators, ref rows);
            for (int w = 0; w < width; w += TLanes.Count)
            {
                AddMiddle<TLanes, TVector>(network, ref Unsafe.Add(ref rows, w), ref high[w], ref low[w]);
            }

            // Halves of 12 bits keep a wide sum apart; a narrow one is all in the low half, signed.
            Span<long> target = sums[column..Math.Min(column + width, sums.Length)];
            for (int j = 0; j < target.Length; j++) target[j] = narrow ? low[j] : ((long)high[j] << 12) + (uint)low[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadGroup<TLanes, TVector>(
        EightRows rows, ref int strips, int stripWidth, int stripSize, int length, ref int least, ref int greatest)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector low = TLanes.Broadcast(least), high = TLanes.Broadcast(greatest);
        ref int r0 = ref rows.Row0, r1 = ref rows.Row1, r2 = ref rows.Row2, r3 = ref rows.Row3;
        ref int r4 = ref rows.Row4, r5 = ref rows.Row5, r6 = ref rows.Row6, r7 = ref rows.Row7;
        nuint width = (nuint)stripWidth, column = 0;
        for (int strip = 0; strip < length / stripWidth; strip++)
        {
            for (int w = 0; w < stripWidth; w += TLanes.Count, column += (nuint)TLanes.Count)
            {
                TVector a = TLanes.LoadAhead(ref r0, column, Ahead), b = TLanes.LoadAhead(ref r1, column, Ahead);
                TVector c = TLanes.LoadAhead(ref r2, column, Ahead), d = TLanes.LoadAhead(ref r3, column, Ahead);
                TVector e = TLanes.LoadAhead(ref r4, column, Ahead), f = TLanes.LoadAhead(ref r5, column, Ahead);
                TVector g = TLanes.LoadAhead(ref r6, column, Ahead), h = TLanes.LoadAhead(ref r7, column, Ahead);

                // The least network for eight: 19 comparators (Batcher's), all in registers.
                (a, b) = (TLanes.Min(a, b), TLanes.Max(a, b));
                (c, d) = (TLanes.Min(c, d), TLanes.Max(c, d));
                (e, f) = (TLanes.Min(e, f), TLanes.Max(e, f));
                (g, h) = (TLanes.Min(g, h), TLanes.Max(g, h));
                (a, c) = (TLanes.Min(a, c), TLanes.Max(a, c));
                (b, d) = (TLanes.Min(b, d), TLanes.Max(b, d));
                (e, g) = (TLanes.Min(e, g), TLanes.Max(e, g));
                (f, h) = (TLanes.Min(f, h), TLanes.Max(f, h));
                (b, c) = (TLanes.Min(b, c), TLanes.Max(b, c));
                (f, g) = (TLanes.Min(f, g), TLanes.Max(f, g));
                (a, e) = (TLanes.Min(a, e), TLanes.Max(a, e));
                (b, f) = (TLanes.Min(b, f), TLanes.Max(b, f));
                (c, g) = (TLanes.Min(c, g), TLanes.Max(c, g));
                (d, h) = (TLanes.Min(d, h), TLanes.Max(d, h));
                (c, e) = (TLanes.Min(c, e), TLanes.Max(c, e));
                (d, f) = (TLanes.Min(d, f), TLanes.Max(d, f));
                (b, c) = (TLanes.Min(b, c), TLanes.Max(b, c));
                (d, e) = (TLanes.Min(d, e), TLanes.Max(d, e));
                (f, g) = (TLanes.Min(f, g), TLanes.Max(f, g));
                low = TLanes.Min(low, a);
                high = TLanes.Max(high, h);
                ref int target = ref Unsafe.Add(ref strips, w);
                TLanes.Store(a, ref target, 0);
                TLanes.Store(b, ref target, width);
                TLanes.Store(c, ref target, 2 * width);
                TLanes.Store(d, ref target, 3 * width);
                TLanes.Store(e, ref target, 4 * width);
                TLanes.Store(f, ref target, 5 * width);
                TLanes.Store(g, ref target, 6 * width);
                TLanes.Store(h, ref target, 7 * width);
            }

            strips = ref Unsafe.Add(ref strips, stripSize);
        }

        Span<int> lows = stackalloc int[TLanes.Count], highs = stackalloc int[TLanes.Count];
        TLanes.Store(low, ref lows[0], 0);
        TLanes.Store(high, ref highs[0], 0);
        foreach (int value in lows) least = Math.Min(least, value);
        foreach (int value in highs) greatest = Math.Max(greatest, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<TLanes, TVector>(ReadOnlySpan<int> comparators, ref int rows)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int c = 0; c + 1 < comparators.Length; c += 2)
        {
            ref int low = ref Unsafe.Add(ref rows, comparators[c]);
            ref int high = ref Unsafe.Add(ref rows, comparators[c + 1]);
            TVector a = TLanes.Load(ref low, 0), b = TLanes.Load(ref high, 0);
            TLanes.Store(TLanes.Min(a, b), ref low, 0);
            TLanes.Store(TLanes.Max(a, b), ref high, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CompareTwo<TLanes, TVector>(ReadOnlySpan<int> comparators, ref int rows)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        nuint second = (nuint)TLanes.Count;
        for (int c = 0; c + 1 < comparators.Length; c += 2)
        {
            ref int low = ref Unsafe.Add(ref rows, comparators[c]);
            ref int high = ref Unsafe.Add(ref rows, comparators[c + 1]);
            TVector a = TLanes.Load(ref low, 0), b = TLanes.Load(ref high, 0);
            TVector e = TLanes.Load(ref low, second), f = TLanes.Load(ref high, second);
            TLanes.Store(TLanes.Min(a, b), ref low, 0);
            TLanes.Store(TLanes.Max(a, b), ref high, 0);
            TLanes.Store(TLanes.Min(e, f), ref low, second);
            TLanes.Store(TLanes.Max(e, f), ref high, second);
        }
    }

    // All rows less the t least and the t greatest. Sums are modulo 2^32: up to 256 values the true sum is the one 32-bit integer that is
    // congruent. Above, x = 2^12 h + l is summed in its halves, |h| <= 2^11 and 0 <= l < 2^12: for n < 2^20 rows the sum of h lies
    // inside 32 bits with a sign, that of l inside 32 bits without.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMiddle<TLanes, TVector>(SelectionNetwork network, ref int rows, ref int highSum, ref int lowSum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        bool narrow = network.Rows - (2 * network.Trim) <= NarrowSum;
        nuint width = (nuint)network.Stride;
        int trim = network.Trim, half = network.Half, other = network.Rows - half;
        TVector mask = TLanes.Broadcast(narrow ? -1 : 0xFFF);
        TVector high = TLanes.Broadcast(0), low = TLanes.Broadcast(0);
        for (int i = 0; i < network.Rows; i++)
        {
            TVector x = TLanes.Load(ref rows, (nuint)i * width);
            if (!narrow) high = TLanes.Add(high, TLanes.ShiftRight(x, 12));
            low = TLanes.Add(low, TLanes.And(x, mask));
        }

        for (int i = 0; i < trim; i++)
        {
            TVector least = TLanes.Load(ref rows, (nuint)i * width);
            TVector greatest = TLanes.Load(ref rows, (nuint)(half - 1 - i) * width);
            if (trim - 1 - i < other)
            {
                least = TLanes.Min(least, TLanes.Load(ref rows, (nuint)(half + trim - 1 - i) * width));
                greatest = TLanes.Max(greatest, TLanes.Load(ref rows, (nuint)(half + other - trim + i) * width));
            }

            if (!narrow)
            {
                high = TLanes.Subtract(high, TLanes.ShiftRight(least, 12));
                high = TLanes.Subtract(high, TLanes.ShiftRight(greatest, 12));
            }

            low = TLanes.Subtract(low, TLanes.And(least, mask));
            low = TLanes.Subtract(low, TLanes.And(greatest, mask));
        }

        TLanes.Store(high, ref highSum, 0);
        TLanes.Store(low, ref lowSum, 0);
    }
}
