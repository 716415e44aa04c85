using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Sums of the middle values of each column of a tile with very many rows, by counting.</summary>
/// <remarks>
/// <para>The kept values lie between those of rank t and n - 1 - t, which are found bit by bit: a threshold keeps a bit when no more
/// values than its rank lie below. That is linear in n where a network is not. Ranges are first shifted to begin at the column's least
/// value, so that only as many bits are tried as the values differ in.</para>
/// <para>With a and b these two values, the kept sum is the sum of all values clamped to [a, b] less t a + t b: the t values dropped on
/// either side become a or b, however many ties there are.</para>
/// </remarks>
internal static class RankSelectionKernel
{
    /// <summary>Rows up to which the network is faster.</summary>
    public const int LeastRows = 1024;

    /// <summary>Columns that a strip is wide.</summary>
    public static int StripWidth(bool vectorised) =>
        !vectorised ? 1
        : Vector512.IsHardwareAccelerated ? Vector512<int>.Count
        : Vector256.IsHardwareAccelerated ? Vector256<int>.Count
        : Vector128<int>.Count;

    /// <summary>For each column, the sum of its values without the t least and the t greatest.</summary>
    /// <param name="rows">n, below 2^20.</param>
    /// <param name="trim">t; 2 t &lt; n.</param>
    /// <param name="tile">n rows of <paramref name="tileStride"/> integers of 24 bits.</param>
    /// <param name="tileStride">A multiple of the strip's width.</param>
    /// <param name="strip">Scratch: n times the strip's width.</param>
    /// <param name="sums">Receives a sum for each column wanted, at most <paramref name="tileStride"/>.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    public static void Sum(
        int rows, int trim, ReadOnlySpan<int> tile, int tileStride, Span<int> strip, Span<long> sums, bool vectorised)
    {
        if (!vectorised) Sum<ScalarLanes, int>(rows, trim, tile, tileStride, strip, sums);
        else if (Vector512.IsHardwareAccelerated) Sum<Lanes512, Vector512<int>>(rows, trim, tile, tileStride, strip, sums);
        else if (Vector256.IsHardwareAccelerated) Sum<Lanes256, Vector256<int>>(rows, trim, tile, tileStride, strip, sums);
        else Sum<Lanes128, Vector128<int>>(rows, trim, tile, tileStride, strip, sums);
    }

    private static void Sum<TLanes, TVector>(
        int rows, int trim, ReadOnlySpan<int> tile, int tileStride, Span<int> strip, Span<long> sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = TLanes.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Length, rows * tileStride, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfLessThan(strip.Length, rows * width, nameof(strip));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sums.Length, tileStride, nameof(sums));
        if (tileStride % width != 0) throw new ArgumentException("The tile's rows are not whole strips.", nameof(tileStride));
        ref int values = ref MemoryMarshal.GetReference(strip);
        Span<int> least = stackalloc int[width], range = stackalloc int[width], low = stackalloc int[width], high = stackalloc int[width];
        Span<int> sumHigh = stackalloc int[width], sumLow = stackalloc int[width];
        for (int column = 0; column < sums.Length; column += width)
        {
            ref int source = ref Unsafe.Add(ref MemoryMarshal.GetReference(tile), column);
            Shift<TLanes, TVector>(ref source, (nuint)tileStride, ref values, rows, ref least[0], ref range[0]);
            int greatest = 0;
            foreach (int r in range) greatest = Math.Max(greatest, r);
            int bits = 32 - BitOperations.LeadingZeroCount((uint)greatest);
            Select<TLanes, TVector>(ref values, rows, bits, trim, ref low[0], ref high[0]);
            AddClamped<TLanes, TVector>(ref values, rows, ref low[0], ref high[0], ref sumHigh[0], ref sumLow[0]);
            Span<long> target = sums[column..Math.Min(column + width, sums.Length)];
            for (int j = 0; j < target.Length; j++)
            {
                long clamped = ((long)sumHigh[j] << 12) + (uint)sumLow[j];
                target[j] = clamped - (trim * ((long)low[j] + high[j])) + ((rows - (2L * trim)) * least[j]);
            }
        }
    }

    // Values less their column's least: from 0 to below 2^24.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift<TLanes, TVector>(
        ref int tile, nuint tileStride, ref int values, int rows, ref int least, ref int range)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector low = TLanes.Load(ref tile, 0), high = low;
        for (int i = 0; i < rows; i++)
        {
            TVector x = TLanes.Load(ref tile, (nuint)i * tileStride);
            low = TLanes.Min(low, x);
            high = TLanes.Max(high, x);
            TLanes.Store(x, ref values, (nuint)(i * TLanes.Count));
        }

        TLanes.Store(low, ref least, 0);
        TLanes.Store(TLanes.Subtract(high, low), ref range, 0);
        for (int i = 0; i < rows; i++)
        {
            nuint at = (nuint)(i * TLanes.Count);
            TLanes.Store(TLanes.Subtract(TLanes.Load(ref values, at), low), ref values, at);
        }
    }

    // The greatest a with at most t values below it is the value of rank t; both thresholds in one pass for each bit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select<TLanes, TVector>(ref int values, int rows, int bits, int trim, ref int lowValue, ref int highValue)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector low = TLanes.Broadcast(0), high = low;
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            TVector one = TLanes.Broadcast(1 << bit);
            TVector tryLow = TLanes.Add(low, one), tryHigh = TLanes.Add(high, one);
            TVector belowLow = TLanes.Broadcast(0), belowHigh = belowLow;
            for (int i = 0; i < rows; i++)
            {
                // A difference below zero has the sign -1: counts are negative.
                TVector x = TLanes.Load(ref values, (nuint)(i * TLanes.Count));
                belowLow = TLanes.Add(belowLow, TLanes.ShiftRight(TLanes.Subtract(x, tryLow), 31));
                belowHigh = TLanes.Add(belowHigh, TLanes.ShiftRight(TLanes.Subtract(x, tryHigh), 31));
            }

            // count <= rank, as -count + rank >= 0: all ones where it does not hold.
            TVector lowFails = TLanes.ShiftRight(TLanes.Add(belowLow, TLanes.Broadcast(trim)), 31);
            TVector highFails = TLanes.ShiftRight(TLanes.Add(belowHigh, TLanes.Broadcast(rows - 1 - trim)), 31);
            low = TLanes.Subtract(tryLow, TLanes.And(one, lowFails));
            high = TLanes.Subtract(tryHigh, TLanes.And(one, highFails));
        }

        TLanes.Store(low, ref lowValue, 0);
        TLanes.Store(high, ref highValue, 0);
    }

    // In halves of 12 bits: n < 2^20 of either stay inside 32 bits, without a sign in the low half.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddClamped<TLanes, TVector>(
        ref int values, int rows, ref int lowValue, ref int highValue, ref int highSum, ref int lowSum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector least = TLanes.Load(ref lowValue, 0), greatest = TLanes.Load(ref highValue, 0), mask = TLanes.Broadcast(0xFFF);
        TVector high = TLanes.Broadcast(0), low = TLanes.Broadcast(0);
        for (int i = 0; i < rows; i++)
        {
            TVector x = TLanes.Load(ref values, (nuint)(i * TLanes.Count));
            x = TLanes.Min(TLanes.Max(x, least), greatest);
            high = TLanes.Add(high, TLanes.ShiftRight(x, 12));
            low = TLanes.Add(low, TLanes.And(x, mask));
        }

        TLanes.Store(high, ref highSum, 0);
        TLanes.Store(low, ref lowSum, 0);
    }
}
