using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Sums of the middle values of each column of a tile, by a network of vector minima and maxima.</summary>
/// <remarks>A strip of a few vectors' width and all n rows lies in the first-level cache while it is sorted; each lane is a column. Rows
/// come from the tile in groups of eight, which are sorted in registers on their way.</remarks>
internal static class TrimmedMeanKernel
{
    // A sum of this many values of 24 bits is a 32-bit integer.
    private const int NarrowSum = 256;

    /// <summary>Columns that a strip is wide, for a given number of rows.</summary>
    public static int StripWidth(int rows, bool vectorised) => Lanes(vectorised) * (rows <= 256 ? 2 : 1);

    /// <summary>For each column, the sum of its values without the t least and the t greatest.</summary>
    /// <param name="network">For the tile's rows and the strip's width.</param>
    /// <param name="tile">n rows of <paramref name="tileStride"/> integers of 24 bits.</param>
    /// <param name="tileStride">A multiple of the strip's width.</param>
    /// <param name="strip">Scratch: the network's padded rows times its stride.</param>
    /// <param name="sums">Receives a sum for each column wanted, at most <paramref name="tileStride"/>.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    public static void Sum(
        SelectionNetwork network, ReadOnlySpan<int> tile, int tileStride, Span<int> strip, Span<long> sums, bool vectorised)
    {
        if (!vectorised) Sum<ScalarLanes, int>(network, tile, tileStride, strip, sums);
        else if (Vector512.IsHardwareAccelerated) Sum<Lanes512, Vector512<int>>(network, tile, tileStride, strip, sums);
        else if (Vector256.IsHardwareAccelerated) Sum<Lanes256, Vector256<int>>(network, tile, tileStride, strip, sums);
        else Sum<Lanes128, Vector128<int>>(network, tile, tileStride, strip, sums);
    }

    private static int Lanes(bool vectorised) =>
        !vectorised ? 1
        : Vector512.IsHardwareAccelerated ? Vector512<int>.Count
        : Vector256.IsHardwareAccelerated ? Vector256<int>.Count
        : Vector128<int>.Count;

    private static void Sum<TLanes, TVector>(
        SelectionNetwork network, ReadOnlySpan<int> tile, int tileStride, Span<int> strip, Span<long> sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = network.Stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Length, network.Rows * tileStride, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfLessThan(strip.Length, network.PaddedRows * width, nameof(strip));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sums.Length, tileStride, nameof(sums));
        if (tileStride % width != 0) throw new ArgumentException("The tile's rows are not whole strips.", nameof(tileStride));
        ref int rows = ref MemoryMarshal.GetReference(strip);
        Span<int> high = stackalloc int[width], low = stackalloc int[width];
        for (int column = 0; column < sums.Length; column += width)
        {
            ref int source = ref Unsafe.Add(ref MemoryMarshal.GetReference(tile), column);
            for (int w = 0; w < width; w += TLanes.Count)
            {
                LoadGroups<TLanes, TVector>(
                    ref Unsafe.Add(ref source, w), (nuint)tileStride, ref Unsafe.Add(ref rows, w), (nuint)width, network.Rows);
            }

            if (width == TLanes.Count) Compare<TLanes, TVector>(network.Comparators, ref rows);
            else CompareTwo<TLanes, TVector>(network.Comparators, ref rows);
            for (int w = 0; w < width; w += TLanes.Count)
            {
                AddMiddle<TLanes, TVector>(network, ref Unsafe.Add(ref rows, w), ref high[w], ref low[w]);
            }

            // Halves of 12 bits keep a wide sum apart; a narrow one is all in the low half, signed.
            Span<long> target = sums[column..Math.Min(column + width, sums.Length)];
            bool narrow = network.Rows - (2 * network.Trim) <= NarrowSum;
            for (int j = 0; j < target.Length; j++) target[j] = narrow ? low[j] : ((long)high[j] << 12) + (uint)low[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadGroups<TLanes, TVector>(ref int tile, nuint tileStride, ref int rows, nuint width, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // The least network for eight: 19 comparators (Batcher's), all in registers.
        for (; count >= SelectionNetwork.Group; count -= SelectionNetwork.Group)
        {
            TVector a = TLanes.Load(ref tile, 0), b = TLanes.Load(ref tile, tileStride);
            TVector c = TLanes.Load(ref tile, 2 * tileStride), d = TLanes.Load(ref tile, 3 * tileStride);
            TVector e = TLanes.Load(ref tile, 4 * tileStride), f = TLanes.Load(ref tile, 5 * tileStride);
            TVector g = TLanes.Load(ref tile, 6 * tileStride), h = TLanes.Load(ref tile, 7 * tileStride);
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
            TLanes.Store(a, ref rows, 0);
            TLanes.Store(b, ref rows, width);
            TLanes.Store(c, ref rows, 2 * width);
            TLanes.Store(d, ref rows, 3 * width);
            TLanes.Store(e, ref rows, 4 * width);
            TLanes.Store(f, ref rows, 5 * width);
            TLanes.Store(g, ref rows, 6 * width);
            TLanes.Store(h, ref rows, 7 * width);
            tile = ref Unsafe.Add(ref tile, SelectionNetwork.Group * tileStride);
            rows = ref Unsafe.Add(ref rows, SelectionNetwork.Group * width);
        }

        // What is left of a group: insertion, and the greatest integer in the rows that do not exist.
        for (int i = 0; i < count; i++)
        {
            TVector inserted = TLanes.Load(ref tile, (nuint)i * tileStride);
            for (int k = 0; k < i; k++)
            {
                TVector other = TLanes.Load(ref rows, (nuint)k * width);
                TLanes.Store(TLanes.Min(inserted, other), ref rows, (nuint)k * width);
                inserted = TLanes.Max(inserted, other);
            }

            TLanes.Store(inserted, ref rows, (nuint)i * width);
        }

        for (int i = count; count > 0 && i < SelectionNetwork.Group; i++)
        {
            TLanes.Store(TLanes.Broadcast(int.MaxValue), ref rows, (nuint)i * width);
        }
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
