using System.Buffers;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>FedAvg of a round block by block: each update's block is read once, four at a time, into sums that stay in a core's
/// cache.</summary>
internal static class FedAvgBlocks
{
    // 256 KiB of sums and a row of 128 KiB fit a core's second-level cache. Shorter rows cost bandwidth, because prefetchers start anew
    // with each; longer ones gain nothing.
    private const int MaxBlockLength = 32_768;
    private const int MinBlockLength = 4096;

    // From here on results (12 bytes a parameter) are larger than what a cache keeps for whoever reads them next.
    private const int StreamedLength = 2 << 20;

    /// <summary>As <see cref="IAggregationDevice.Average"/>, with a kernel and a number of threads.</summary>
    public static void Average(
        RoundInput round,
        IFedAvgKernel kernel,
        int threads,
        Memory<long> sum,
        Memory<int> model,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        bool pastCaches = round.Length >= StreamedLength;
        BlockLoop.Run(round, BlockLength(round.Length, threads), threads, Block, progress, cancellation);

        void Block(int start, int length)
        {
            long[] rentedSums = ArrayPool<long>.Shared.Rent(length);
            int[] rentedValues = ArrayPool<int>.Shared.Rent(length * RowGroup.Size);
            try
            {
                Span<long> folded = rentedSums.AsSpan(0, length);
                folded.Clear();
                for (int i = 0; i < round.Count; i += RowGroup.Size)
                {
                    RowGroup rows = Read(round, i, start, length, rentedValues);
                    if (!kernel.Fold(rows, round.Format, folded)) Refuse(round, i, start, rows);
                }

                // The rows are done with, so that the averages can take their place.
                Span<int> averages = rentedValues.AsSpan(0, length);
                kernel.Finish(folded, round.TotalWeight, averages);
                if (pastCaches)
                {
                    StreamingStore.Copy<long>(folded, sum.Span.Slice(start, length));
                    StreamingStore.Copy<int>(averages, model.Span.Slice(start, length));
                }
                else
                {
                    folded.CopyTo(sum.Span.Slice(start, length));
                    averages.CopyTo(model.Span.Slice(start, length));
                }
            }
            finally
            {
                ArrayPool<int>.Shared.Return(rentedValues);
                ArrayPool<long>.Shared.Return(rentedSums);
            }
        }
    }

    // Short rounds are divided so that every thread has a few blocks.
    private static int BlockLength(int length, int threads) => Math.Clamp(length / (4 * threads), MinBlockLength, MaxBlockLength);

    // Names the first value out of range.
    private static void Refuse(RoundInput round, int i, int start, scoped in RowGroup rows)
    {
        BlockReader.Check(round, i, start, rows.Row0);
        if (rows.Weight1 != 0) BlockReader.Check(round, i + 1, start, rows.Row1);
        if (rows.Weight2 != 0) BlockReader.Check(round, i + 2, start, rows.Row2);
        if (rows.Weight3 != 0) BlockReader.Check(round, i + 3, start, rows.Row3);
        throw new InvalidOperationException("A kernel refused a block in which every value is in range.");
    }

    private static RowGroup Read(RoundInput round, int i, int start, int length, Span<int> buffer)
    {
        RowGroup rows = default;
        rows.IsScaled = !round.Scales.IsEmpty;
        rows.Row0 = rows.Row1 = rows.Row2 = rows.Row3 = BlockReader.ReadUnchecked(round, i, start, buffer[..length]);
        rows.Weight0 = round.Weights[i];
        if (rows.IsScaled) rows.Scale0 = round.Scales[i];
        if (i + 1 < round.Count)
        {
            rows.Row1 = BlockReader.ReadUnchecked(round, i + 1, start, buffer.Slice(length, length));
            rows.Weight1 = round.Weights[i + 1];
            if (rows.IsScaled) rows.Scale1 = round.Scales[i + 1];
        }

        if (i + 2 < round.Count)
        {
            rows.Row2 = BlockReader.ReadUnchecked(round, i + 2, start, buffer.Slice(2 * length, length));
            rows.Weight2 = round.Weights[i + 2];
            if (rows.IsScaled) rows.Scale2 = round.Scales[i + 2];
        }

        if (i + 3 < round.Count)
        {
            rows.Row3 = BlockReader.ReadUnchecked(round, i + 3, start, buffer.Slice(3 * length, length));
            rows.Weight3 = round.Weights[i + 3];
            if (rows.IsScaled) rows.Scale3 = round.Scales[i + 3];
        }

        return rows;
    }
}
