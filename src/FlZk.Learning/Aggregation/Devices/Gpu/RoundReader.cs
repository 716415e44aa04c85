using System.Runtime.ExceptionServices;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>Reads a tile of a round into memory that a card copies from, with all the processor's threads.</summary>
internal static class RoundReader
{
    // 256 KiB: still in a core's second-level cache when its range is checked.
    private const int BlockLength = 1 << 16;

    /// <summary>Copies and checks every update's part of a tile.</summary>
    /// <param name="round">The updates.</param>
    /// <param name="tile">Which part.</param>
    /// <param name="rows">Receives the values, a row of the tile's pitch for each update.</param>
    /// <param name="progress">Told of the values read.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidUpdateException">The lowest of the providers found to be at fault.</exception>
    public static void Fill(RoundInput round, Tile tile, int[] rows, IProgress<long>? progress, CancellationToken cancellation)
    {
        var blocks = new Blocks(tile.Length, BlockLength);
        int perRow = blocks.Count;
        try
        {
            Parallel.For(0L, (long)perRow * round.Count, new ParallelOptions { CancellationToken = cancellation }, item =>
            {
                int i = (int)(item / perRow);
                (int offset, int length) = blocks[(int)(item % perRow)];
                Span<int> row = rows.AsSpan((i * tile.Pitch) + offset, length);
                ReadOnlySpan<int> values = BlockReader.ReadUnchecked(round, i, tile.Start + offset, row);
                if (!values.Overlaps(row)) values.CopyTo(row);

                // The copy is checked, not the original: what a file's page holds may change under a reader.
                BlockReader.Check(round, i, tile.Start + offset, row);
                progress?.Report(length);
            });
        }
        catch (AggregateException several)
        {
            Exception first = several.InnerExceptions.OfType<InvalidUpdateException>().MinBy(refusal => refusal.ProviderIndex)
                ?? several.InnerExceptions[0];
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
