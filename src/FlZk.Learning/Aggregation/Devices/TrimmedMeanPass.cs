using System.Buffers;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>The processor's trimmed mean: tiles of all updates, whose columns the kernel sorts as far as it must.</summary>
internal static class TrimmedMeanPass
{
    // Updates that lie in memory are read in tiles that stay in a core's second-level cache; what is read from files is read in longer
    // rows, so that a call is worth its while.
    private const int CachedTile = 1 << 16;
    private const int ReadTile = 1 << 20;
    private const int LongestRow = 4096;

    /// <summary>Runs over a round. See <see cref="IAggregationDevice.TrimmedMean"/>.</summary>
    public static void Run(
        RoundInput round, int trim, Memory<int> model, bool vectorised, IProgress<long>? progress, CancellationToken cancellation)
    {
        int n = round.Count, kept = n - (2 * trim);
        bool byNetwork = n <= RankSelectionKernel.LeastRows;
        int width = byNetwork ? TrimmedMeanKernel.StripWidth(n, vectorised) : RankSelectionKernel.StripWidth(vectorised);
        SelectionNetwork? network = byNetwork ? new SelectionNetwork(n, trim, width) : null;
        int rows = network?.PaddedRows ?? n;
        int wished = (BlockReader.LieInMemory(round) ? CachedTile : ReadTile) / n;
        int blockLength = Math.Clamp(wished / width * width, width, LongestRow);
        BlockLoop.Run(round, blockLength, Environment.ProcessorCount, (start, length) =>
        {
            // One strip more than needed: rows a power of two apart would fall into the same few lines of a cache.
            int pitch = ((length + width - 1) / width * width) + width;
            using RowTile tile = RowTile.Read(round, start, length, pitch);
            int[] strip = ArrayPool<int>.Shared.Rent(rows * width);
            long[] sums = ArrayPool<long>.Shared.Rent(length);
            Span<long> s = sums.AsSpan(0, length);
            if (network is not null) TrimmedMeanKernel.Sum(network, tile.Values, pitch, strip, s, vectorised);
            else RankSelectionKernel.Sum(n, trim, tile.Values, pitch, strip, s, vectorised);
            RoundedQuotient.Divide(s, kept, model.Span.Slice(start, length), vectorised);
            ArrayPool<long>.Shared.Return(sums);
            ArrayPool<int>.Shared.Return(strip);
        }, progress, cancellation);
    }
}
