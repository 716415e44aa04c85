using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>Inner products of all pairs of rows of a block, by multiply-adds of doubles that are exact integers.</summary>
/// <remarks>
/// <para>Nothing is rounded and nothing overflows. |x| &lt;= 2^23, so a product is at most 2^46, and a lane adds at most 128 of them before
/// it is emptied: every partial sum is an integer of at most 2^53, which a double holds exactly, in whatever order. A block then adds at
/// most 8 2^53 = 2^56 to a 64-bit total, and <see cref="BlocksPerTotal"/> = 64 blocks at most 2^62.</para>
/// <para>A processor multiplies two vectors of doubles and adds them in one instruction; integers of 32 bits with products of 64 take two,
/// and more to split even lanes from odd. A tile of four rows by four keeps its sums in registers and loads eight vectors for sixteen
/// multiply-adds. Four rows stay in the first-level cache while a panel of rows passes by from the second.</para>
/// </remarks>
internal static class InnerProductKernel
{
    /// <summary>Blocks that a 64-bit total can take.</summary>
    public const int BlocksPerTotal = 64;

    private const int Tile = 4;
    private const int PanelRows = 32;

    // Steps of a lane: 128 would still be exact; half as many let two groups of rows share the first-level cache.
    private const int Steps = 64;

    /// <summary>Columns of a block.</summary>
    public static int BlockLength(bool vectorised) => Steps * Lanes(vectorised);

    /// <summary>Doubles from one row of a block to the next: a vector more than it has, as rows a power of two apart would fall into the
    /// same few lines of a cache.</summary>
    public static int Pitch(bool vectorised) => (Steps + 1) * Lanes(vectorised);

    /// <summary>Rows that <paramref name="rows"/> of a round take in a block; those that do not exist are zeros.</summary>
    public static int PaddedRows(int rows) => (rows + Tile - 1) / Tile * Tile;

    private static int Lanes(bool vectorised) => !vectorised ? 1 : Has512 ? RealLanes512.Count : Has256 ? RealLanes256.Count : 1;

    private static bool Has512 => Vector512.IsHardwareAccelerated && Avx512DQ.IsSupported;

    private static bool Has256 => Vector256.IsHardwareAccelerated && Avx.IsSupported;

    /// <summary>Puts a row's integers into a block as doubles, and zeros behind them.</summary>
    /// <param name="values">Integers, at most a block's length.</param>
    /// <param name="format">What each must fit.</param>
    /// <param name="row">The row; a block's length.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    /// <returns>Whether all fit; if not, the row is unspecified.</returns>
    public static bool Convert(ReadOnlySpan<int> values, FixedPointFormat format, Span<double> row, bool vectorised)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, row.Length, nameof(values));
        row[values.Length..].Clear();
        ref int source = ref MemoryMarshal.GetReference(values);
        ref double target = ref MemoryMarshal.GetReference(row);
        int greatest = format.MaxValue, outside = -1 << format.ValueBits, lanes = Lanes(vectorised);
        bool inside = vectorised && Has512 ? RealLanes512.Convert(ref source, ref target, (nuint)values.Length, greatest, outside)
            : vectorised && Has256 ? RealLanes256.Convert(ref source, ref target, (nuint)values.Length, greatest, outside)
            : ScalarReal.Convert(ref source, ref target, (nuint)values.Length, greatest, outside);
        for (int j = values.Length - (values.Length % (2 * lanes)); j < values.Length; j++)
        {
            inside &= format.Contains(values[j]);
            row[j] = values[j];
        }

        return inside;
    }

    /// <summary>Adds the block's inner products to the totals, for each pair of rows i &lt;= k at [i * rows + k].</summary>
    /// <param name="block">Padded rows, <see cref="Pitch"/> apart.</param>
    /// <param name="paddedRows">Rows of the block, a multiple of four.</param>
    /// <param name="totals">paddedRows^2 totals; those below the diagonal get nothing that is of use.</param>
    /// <param name="vectorised">False takes the scalar twin.</param>
    /// <param name="upcoming">Fetched from memory on the way.</param>
    public static void Accumulate(
        ReadOnlySpan<double> block, int paddedRows, Span<long> totals, bool vectorised, ref UpcomingBlock upcoming)
    {
        if (vectorised && Has512) Accumulate<RealLanes512, Vector512<double>>(block, paddedRows, totals, ref upcoming);
        else if (vectorised && Has256) Accumulate<RealLanes256, Vector256<double>>(block, paddedRows, totals, ref upcoming);
        else Accumulate<ScalarReal, double>(block, paddedRows, totals, ref upcoming);
    }

    private static void Accumulate<TLanes, TVector>(
        ReadOnlySpan<double> block, int paddedRows, Span<long> totals, ref UpcomingBlock upcoming)
        where TLanes : struct, IRealLanes<TVector>
        where TVector : struct
    {
        int length = Steps * TLanes.Count, pitch = length + TLanes.Count;
        ArgumentOutOfRangeException.ThrowIfNotEqual(paddedRows % Tile, 0, nameof(paddedRows));
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, paddedRows * pitch, nameof(block));
        ArgumentOutOfRangeException.ThrowIfLessThan(totals.Length, paddedRows * paddedRows, nameof(totals));
        ref double rows = ref MemoryMarshal.GetReference(block);
        ref long target = ref MemoryMarshal.GetReference(totals);
        int tiles = paddedRows / Tile, linesPerTile = upcoming.LinesPerPart(tiles * (tiles + 1) / 2);
        for (int panel = 0; panel < paddedRows; panel += PanelRows)
        {
            for (int k = panel; k < paddedRows; k += Tile)
            {
                int end = Math.Min(panel + PanelRows, k + Tile);
                for (int i = panel; i < end; i += Tile)
                {
                    upcoming.Fetch(linesPerTile);
                    MultiplyTile<TLanes, TVector>(
                        ref Unsafe.Add(ref rows, (nint)i * pitch),
                        ref Unsafe.Add(ref rows, (nint)k * pitch),
                        (nuint)length,
                        ref Unsafe.Add(ref target, ((nint)i * paddedRows) + k),
                        paddedRows);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile<TLanes, TVector>(ref double a, ref double b, nuint length, ref long target, nint stride)
        where TLanes : struct, IRealLanes<TVector>
        where TVector : struct
    {
        TVector s00 = default, s01 = default, s02 = default, s03 = default;
        TVector s10 = default, s11 = default, s12 = default, s13 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default;
        TVector s30 = default, s31 = default, s32 = default, s33 = default;
        nuint pitch = length + (nuint)TLanes.Count;
        ref double a1 = ref Unsafe.Add(ref a, pitch);
        ref double a2 = ref Unsafe.Add(ref a1, pitch);
        ref double a3 = ref Unsafe.Add(ref a2, pitch);
        ref double b1 = ref Unsafe.Add(ref b, pitch);
        ref double b2 = ref Unsafe.Add(ref b1, pitch);
        ref double b3 = ref Unsafe.Add(ref b2, pitch);
        for (nuint j = 0; j < length; j += (nuint)TLanes.Count)
        {
            TVector y0 = TLanes.Load(ref b, j), y1 = TLanes.Load(ref b1, j), y2 = TLanes.Load(ref b2, j), y3 = TLanes.Load(ref b3, j);
            TVector x = TLanes.Load(ref a, j);
            s00 = TLanes.MultiplyAdd(x, y0, s00);
            s01 = TLanes.MultiplyAdd(x, y1, s01);
            s02 = TLanes.MultiplyAdd(x, y2, s02);
            s03 = TLanes.MultiplyAdd(x, y3, s03);
            x = TLanes.Load(ref a1, j);
            s10 = TLanes.MultiplyAdd(x, y0, s10);
            s11 = TLanes.MultiplyAdd(x, y1, s11);
            s12 = TLanes.MultiplyAdd(x, y2, s12);
            s13 = TLanes.MultiplyAdd(x, y3, s13);
            x = TLanes.Load(ref a2, j);
            s20 = TLanes.MultiplyAdd(x, y0, s20);
            s21 = TLanes.MultiplyAdd(x, y1, s21);
            s22 = TLanes.MultiplyAdd(x, y2, s22);
            s23 = TLanes.MultiplyAdd(x, y3, s23);
            x = TLanes.Load(ref a3, j);
            s30 = TLanes.MultiplyAdd(x, y0, s30);
            s31 = TLanes.MultiplyAdd(x, y1, s31);
            s32 = TLanes.MultiplyAdd(x, y2, s32);
            s33 = TLanes.MultiplyAdd(x, y3, s33);
        }

        TLanes.AddSums(s00, s01, s02, s03, ref target);
        TLanes.AddSums(s10, s11, s12, s13, ref Unsafe.Add(ref target, stride));
        TLanes.AddSums(s20, s21, s22, s23, ref Unsafe.Add(ref target, 2 * stride));
        TLanes.AddSums(s30, s31, s32, s33, ref Unsafe.Add(ref target, 3 * stride));
    }
}
