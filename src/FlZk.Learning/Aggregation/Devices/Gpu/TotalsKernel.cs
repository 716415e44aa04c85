using ILGPU;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Adds the pieces' 64-bit sums into totals of two words, which together are exact beyond 64 bits.</summary>
internal static class TotalsKernel
{
    /// <summary>A partial sum v = 2^32 h + l, 0 &lt;= l &lt; 2^32, adds l to the low word and h to the high one: neither can overflow
    /// before 2^31 pieces.</summary>
    /// <param name="partial">Pieces of <paramref name="count"/> sums each.</param>
    /// <param name="pieces">How many.</param>
    /// <param name="count">The number of totals.</param>
    /// <param name="totals">The low words, then the high words.</param>
    public static void Add(ArrayView<long> partial, int pieces, int count, ArrayView<long> totals)
    {
        int stride = Grid.DimX * Group.DimX;
        for (int e = (Grid.IdxX * Group.DimX) + Group.IdxX; e < count; e += stride)
        {
            long low = totals[e];
            long high = totals[count + e];
            long at = e;
            for (int c = 0; c < pieces; c++)
            {
                long v = partial[at];
                low += v & 0xFFFFFFFFL;
                high += v >> 32;
                at += count;
            }

            totals[e] = low;
            totals[count + e] = high;
        }
    }
}
