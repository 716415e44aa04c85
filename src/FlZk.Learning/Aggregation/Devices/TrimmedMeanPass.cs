using System.Buffers;
using System.Runtime.InteropServices;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>The processor's trimmed mean: blocks of all updates, whose columns the kernels sort as far as they must.</summary>
internal static class TrimmedMeanPass
{
    // Updates that lie in memory are taken in blocks that stay in a core's second-level cache; what is read from files is read in longer
    // rows, so that a call is worth its while.
    private const int CachedBlock = 1 << 16;
    private const int ReadBlock = 1 << 20;
    private const int LongestRow = 4096;
    private const int CacheLine = 64;

    /// <summary>Runs over a round. See <see cref="IAggregationDevice.TrimmedMean"/>.</summary>
    public static void Run(
        RoundInput round,
        int trim,
        Memory<int> model,
        bool vectorised,
        int threads,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        int wished = (BlockReader.LieInMemory(round) ? CachedBlock : ReadBlock) / round.Count;
        if (round.Count > RankSelectionKernel.LeastRows)
        {
            RunByCounting(round, trim, model, wished, vectorised, threads, progress, cancellation);
        }
        else RunByNetwork(round, trim, model, wished, vectorised, threads, progress, cancellation);
    }

    private static int WholeStrips(int length, int width) => (length + width - 1) / width * width;

    private static unsafe void RunByNetwork(
        RoundInput round,
        int trim,
        Memory<int> model,
        int wished,
        bool vectorised,
        int threads,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        int n = round.Count, kept = n - (2 * trim), width = TrimmedMeanKernel.StripWidth(n, vectorised);
        var network = new SelectionNetwork(n, trim, width);
        int blockLength = Math.Clamp(wished / width * width, width, LongestRow);
        BlockLoop.Run(round, blockLength, threads, (start, length) =>
        {
            int columns = WholeStrips(length, width), size = columns / width * TrimmedMeanKernel.StripSize(network);
            int[] rented = ArrayPool<int>.Shared.Rent(size + (CacheLine / sizeof(int)));
            int[] rows = ArrayPool<int>.Shared.Rent(SelectionNetwork.Group * columns);
            long[] sums = ArrayPool<long>.Shared.Rent(length);
            fixed (int* address = rented)
            {
                // Vectors that cross cache lines would take twice the loads and stores.
                Span<int> strips = rented.AsSpan((int)(-(nint)address & (CacheLine - 1)) / sizeof(int), size);
                for (int row = 0; row < n; row += SelectionNetwork.Group)
                {
                    LoadGroup(round, network, row, start, length, rows.AsSpan(0, SelectionNetwork.Group * columns), strips, vectorised);
                }

                TrimmedMeanKernel.Sum(network, strips, sums.AsSpan(0, length), vectorised);
            }

            RoundedQuotient.Divide(sums.AsSpan(0, length), kept, model.Span.Slice(start, length), vectorised);
            ArrayPool<long>.Shared.Return(sums);
            ArrayPool<int>.Shared.Return(rows);
            ArrayPool<int>.Shared.Return(rented);
        }, progress, cancellation);
    }

    private static void LoadGroup(
        RoundInput round, SelectionNetwork network, int first, int start, int length, Span<int> rows, Span<int> strips, bool vectorised)
    {
        int columns = rows.Length / SelectionNetwork.Group, least = 0, greatest = 0;
        int existing = Math.Min(SelectionNetwork.Group, round.Count - first);
        var group = new EightRows(
            columns,
            ref Row(round, first, 0, start, length, rows),
            ref Row(round, first, 1, start, length, rows),
            ref Row(round, first, 2, start, length, rows),
            ref Row(round, first, 3, start, length, rows),
            ref Row(round, first, 4, start, length, rows),
            ref Row(round, first, 5, start, length, rows),
            ref Row(round, first, 6, start, length, rows),
            ref Row(round, first, 7, start, length, rows));
        TrimmedMeanKernel.LoadGroup(group, network, first, strips, columns, ref least, ref greatest, vectorised);

        // The kernel knows the range of eight rows for nothing; rows that do not exist are beyond it, and then each is looked at.
        if (round.Format.Contains(least) && round.Format.Contains(greatest)) return;
        for (int i = 0; i < existing; i++)
        {
            Span<int> buffer = rows.Slice(i * columns, length);
            BlockReader.Check(round, first + i, start, Values(round, first + i, start, buffer));
        }
    }

    // A row where it lies, or in its place among the buffers: when it was read there, when it does not fill whole strips, and when there
    // is no such update and its values count as the greatest.
    private static ref int Row(RoundInput round, int first, int i, int start, int length, Span<int> rows)
    {
        int columns = rows.Length / SelectionNetwork.Group;
        Span<int> row = rows.Slice(i * columns, columns);
        if (first + i >= round.Count)
        {
            row.Fill(int.MaxValue);
            return ref MemoryMarshal.GetReference(row);
        }

        ReadOnlySpan<int> values = BlockReader.ReadUnchecked(round, first + i, start, row[..length]);
        if (length == columns) return ref MemoryMarshal.GetReference(values);
        if (!values.Overlaps(row)) values.CopyTo(row);
        row[length..].Clear();
        return ref MemoryMarshal.GetReference(row);
    }

    // What Row has read already is not read again.
    private static ReadOnlySpan<int> Values(RoundInput round, int i, int start, Span<int> buffer) =>
        round.Sources[i].TryGetBlock(start, buffer.Length, out ReadOnlySpan<int> values) ? values : buffer;

    private static void RunByCounting(
        RoundInput round,
        int trim,
        Memory<int> model,
        int wished,
        bool vectorised,
        int threads,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        int n = round.Count, width = RankSelectionKernel.StripWidth(vectorised);
        int blockLength = Math.Clamp(wished / width * width, width, LongestRow);
        BlockLoop.Run(round, blockLength, threads, (start, length) =>
        {
            using RowTile tile = RowTile.Read(round, start, length, WholeStrips(length, width));
            int[] strip = ArrayPool<int>.Shared.Rent(n * width);
            long[] sums = ArrayPool<long>.Shared.Rent(length);
            Span<long> s = sums.AsSpan(0, length);
            RankSelectionKernel.Sum(n, trim, tile.Values, tile.Pitch, strip, s, vectorised);
            RoundedQuotient.Divide(s, n - (2 * trim), model.Span.Slice(start, length), vectorised);
            ArrayPool<long>.Shared.Return(sums);
            ArrayPool<int>.Shared.Return(strip);
        }, progress, cancellation);
    }
}
