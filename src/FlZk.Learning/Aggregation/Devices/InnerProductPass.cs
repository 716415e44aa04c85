using System.Buffers;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>The processor's inner products: blocks of all updates as doubles, multiplied pair by pair.</summary>
internal static class InnerProductPass
{
    // Blocks that are read at once where reading is a call into a file.
    private const int BlocksPerRead = 8;

    /// <summary>Runs over a round. See <see cref="IAggregationDevice.InnerProducts"/>.</summary>
    public static void Run(
        RoundInput round, Memory<Int128> products, bool vectorised, IProgress<long>? progress, CancellationToken cancellation)
    {
        int n = round.Count, rows = InnerProductKernel.PaddedRows(n), threads = Environment.ProcessorCount;
        int blockLength = InnerProductKernel.BlockLength(vectorised);
        int blocksPerRead = BlockReader.LieInMemory(round) ? 1 : BlocksPerRead;
        int blockSize = checked(rows * blockLength * blocksPerRead) / blocksPerRead;

        // As many blocks between two visits to the shared totals as a 64-bit total can take, unless threads would want for work.
        long blocks = ((long)round.Length + blockLength - 1) / blockLength;
        int blocksPerTotal = (int)Math.Clamp(blocks / (8L * threads), 1, InnerProductKernel.BlocksPerTotal);
        int totalCount = checked(rows * rows);
        products.Span.Clear();
        var gate = new Lock();
        BlockLoop.Run(round, blocksPerTotal * blockLength, threads, (start, length) =>
        {
            double[] block = ArrayPool<double>.Shared.Rent(blockSize * blocksPerRead);
            int[] values = ArrayPool<int>.Shared.Rent(blockLength * blocksPerRead);
            long[] totals = ArrayPool<long>.Shared.Rent(totalCount);
            totals.AsSpan(0, totalCount).Clear();
            for (int from = 0; from < length; from += blockLength * blocksPerRead)
            {
                int here = Math.Min(blockLength * blocksPerRead, length - from);
                for (int i = 0; i < rows; i++)
                {
                    ReadOnlySpan<int> row = i < n ? BlockReader.Read(round, i, start + from, values.AsSpan(0, here)) : [];
                    for (int part = 0; part * blockLength < here; part++)
                    {
                        ReadOnlySpan<int> x = i < n ? row[(part * blockLength)..Math.Min((part + 1) * blockLength, here)] : [];
                        InnerProductKernel.Convert(x, block.AsSpan((part * blockSize) + (i * blockLength), blockLength), vectorised);
                    }
                }

                for (int part = 0; part * blockLength < here; part++)
                {
                    InnerProductKernel.Accumulate(block.AsSpan(part * blockSize, blockSize), rows, totals, vectorised);
                }
            }

            lock (gate)
            {
                Span<Int128> target = products.Span;
                for (int i = 0; i < n; i++)
                {
                    for (int k = i; k < n; k++) target[(i * n) + k] += totals[(i * rows) + k];
                }
            }

            ArrayPool<long>.Shared.Return(totals);
            ArrayPool<int>.Shared.Return(values);
            ArrayPool<double>.Shared.Return(block);
        }, progress, cancellation);

        Span<Int128> matrix = products.Span;
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++) matrix[(i * n) + k] = matrix[(k * n) + i];
        }
    }
}
