using System.Buffers;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>FedAvg of a round block by block: each update's block is read once, as many updates side by side as a kernel's step
/// takes.</summary>
internal static class FedAvgBlocks
{
    // 512 KiB of sums in a core's second-level cache. Prefetchers start anew with every row of a block; longer ones gain no more.
    private const int MaxBlockLength = 65_536;
    private const int MinBlockLength = MaxBlockLength / 8;

    // Where rows are copied or converted they go there too: a step's rows and the sums take 640 KiB.
    private const int MaxReadBlockLength = 16_384;
    private const int MinReadBlockLength = MaxReadBlockLength / 4;

    private const int SumsPerLine = 64 / sizeof(long);

    // From here on updates have driven the results out of the caches before anybody reads them.
    private const long StreamedBytes = 64L << 20;

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
        bool inMemory = BlockReader.LieInMemory(round);
        bool pastCaches = (long)round.Length * round.Count * sizeof(int) >= StreamedBytes;
        (int longest, int shortest) = inMemory ? (MaxBlockLength, MinBlockLength) : (MaxReadBlockLength, MinReadBlockLength);
        BlockLoop.Run(round, longest, shortest, threads, Block, progress, cancellation);

        void Block(int start, int length)
        {
            long[] sums = ArrayPool<long>.Shared.Rent(length + SumsPerLine);
            int[] rows = ArrayPool<int>.Shared.Rent(inMemory ? length : FedAvgStep.Rows * length);
            try
            {
                FedAvgStep step = default;
                step.Format = round.Format;
                step.KeepsSums = !sum.IsEmpty;
                step.TotalWeight = round.TotalWeight;
                step.Model = model.Span.Slice(start, length);
                step.PastCaches = pastCaches;
                for (int i = 0; i < round.Count; i += FedAvgStep.Rows)
                {
                    step.IsFirst = i == 0;
                    step.IsLast = i + FedAvgStep.Rows >= round.Count;
                    step.Near = Read(round, i, start, length, rows, inMemory);
                    step.Far = Read(round, i + RowGroup.Size, start, length, rows, inMemory);
                    if (step.IsFirst)
                    {
                        // Vectors that cross lines of the cache take two loads each.
                        step.Lead = StreamingCopy.LengthBeyondLine(step.Near.Row0);
                        step.Sums = sums.AsSpan(Skip(sums, step.Lead), length);
                    }

                    if (!kernel.Run(step)) Refuse(round, i, start, step);
                }

                Span<long> target = step.KeepsSums ? sum.Span.Slice(start, length) : default;
                if (!pastCaches && step.KeepsSums) step.Sums.CopyTo(target);
                else if (step.KeepsSums) StreamingCopy.Run<long>(step.Sums, target);
                if (pastCaches) StreamingCopy.Finish();
            }
            finally
            {
                ArrayPool<int>.Shared.Return(rows);
                ArrayPool<long>.Shared.Return(sums);
            }
        }
    }

    // How many sums of a longer array to leave out so that those behind the lead begin with a line.
    private static int Skip(long[] sums, int lead) =>
        (SumsPerLine - StreamingCopy.LengthBeyondLine<long>(sums) + lead) % SumsPerLine;

    // Names the first value out of range.
    private static void Refuse(RoundInput round, int i, int start, scoped in FedAvgStep step)
    {
        Check(round, i, start, step.Near);
        if (!step.Far.Row0.IsEmpty) Check(round, i + RowGroup.Size, start, step.Far);
        throw new InvalidOperationException("A kernel refused a block in which every value is in range.");
    }

    private static void Check(RoundInput round, int i, int start, scoped in RowGroup rows)
    {
        BlockReader.Check(round, i, start, rows.Row0);
        if (rows.Weight1 != 0) BlockReader.Check(round, i + 1, start, rows.Row1);
        if (rows.Weight2 != 0) BlockReader.Check(round, i + 2, start, rows.Row2);
        if (rows.Weight3 != 0) BlockReader.Check(round, i + 3, start, rows.Row3);
    }

    // Where updates lie in memory the buffer is not written; it only says how long a block is.
    private static RowGroup Read(RoundInput round, int i, int start, int length, int[] buffer, bool inMemory)
    {
        RowGroup rows = default;
        if (i >= round.Count) return rows;
        rows.IsScaled = !round.Scales.IsEmpty;
        rows.Row0 = rows.Row1 = rows.Row2 = rows.Row3 = Row(i);
        rows.Weight0 = round.Weights[i];
        if (rows.IsScaled) rows.Scale0 = round.Scales[i];
        if (i + 1 < round.Count)
        {
            rows.Row1 = Row(i + 1);
            rows.Weight1 = round.Weights[i + 1];
            if (rows.IsScaled) rows.Scale1 = round.Scales[i + 1];
        }

        if (i + 2 < round.Count)
        {
            rows.Row2 = Row(i + 2);
            rows.Weight2 = round.Weights[i + 2];
            if (rows.IsScaled) rows.Scale2 = round.Scales[i + 2];
        }

        if (i + 3 < round.Count)
        {
            rows.Row3 = Row(i + 3);
            rows.Weight3 = round.Weights[i + 3];
            if (rows.IsScaled) rows.Scale3 = round.Scales[i + 3];
        }

        return rows;

        ReadOnlySpan<int> Row(int update) => BlockReader.ReadUnchecked(
            round, update, start, buffer.AsSpan(inMemory ? 0 : update % FedAvgStep.Rows * length, length));
    }
}
