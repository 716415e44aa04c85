using System.Buffers;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>The processor's inner products: blocks of all updates as doubles, multiplied pair by pair.</summary>
internal static class InnerProductPass
{
    // Blocks that are read at once where reading is a call into a file.
    private const int BlocksPerRead = 8;
    private const int CacheLine = 64;

    /// <summary>Runs over a round. See <see cref="IAggregationDevice.InnerProducts"/>.</summary>
    public static unsafe void Run(
        RoundInput round, Memory<Int128> products, bool vectorised, int threads, IProgress<long>? progress, CancellationToken cancellation)
    {
        int n = round.Count, rows = InnerProductKernel.PaddedRows(n);
        int blockLength = InnerProductKernel.BlockLength(vectorised);
        int blocksPerRead = BlockReader.LieInMemory(round) ? 1 : BlocksPerRead;
        int pitch = InnerProductKernel.Pitch(vectorised), blockSize = checked(rows * pitch * blocksPerRead) / blocksPerRead;

        // As many blocks between two visits to the shared totals as a 64-bit total can take, unless threads would want for work.
        long blocks = ((long)round.Length + blockLength - 1) / blockLength;
        int blocksPerTotal = (int)Math.Clamp(blocks / (8L * threads), 1, InnerProductKernel.BlocksPerTotal);
        int totalCount = checked(rows * rows);
        products.Span.Clear();
        var gate = new Lock();
        BlockLoop.Run(round, blocksPerTotal * blockLength, threads, (start, length) =>
        {
            double[] rented = ArrayPool<double>.Shared.Rent((blockSize * blocksPerRead) + (CacheLine / sizeof(double)));
            int[] values = ArrayPool<int>.Shared.Rent(blockLength * blocksPerRead);
            long[] totals = ArrayPool<long>.Shared.Rent(totalCount);
            totals.AsSpan(0, totalCount).Clear();
            fixed (double* address = rented)
            {
                // Vectors that cross cache lines would take twice the loads.
                Span<double> block = rented.AsSpan((int)(-(nint)address & (CacheLine - 1)) / sizeof(double), blockSize * blocksPerRead);
                for (int from = 0; from < length; from += blockLength * blocksPerRead)
                {
                    int here = Math.Min(blockLength * blocksPerRead, length - from);
                    for (int i = 0; i < rows; i++)
                    {
                        ReadOnlySpan<int> row = i < n ? BlockReader.ReadUnchecked(round, i, start + from, values.AsSpan(0, here)) : [];
                        for (int part = 0; part * blockLength < here; part++)
                        {
                            ReadOnlySpan<int> x = i < n ? row[(part * blockLength)..Math.Min((part + 1) * blockLength, here)] : [];
                            Span<double> converted = block.Slice((part * blockSize) + (i * pitch), blockLength);
                            if (!InnerProductKernel.Convert(x, round.Format, converted, vectorised))
                            {
                                BlockReader.Check(round, i, start + from + (part * blockLength), x);
                            }
                        }
                    }

                    int next = Math.Min(blockLength, length - from - here);
                    UpcomingBlock upcoming = blocksPerRead == 1 && next > 0 ? new(round, start + from + here, next) : default;
                    for (int part = 0; part * blockLength < here; part++)
                    {
                        InnerProductKernel.Accumulate(block.Slice(part * blockSize, blockSize), rows, totals, vectorised, ref upcoming);
                    }
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
            ArrayPool<double>.Shared.Return(rented);
        }, progress, cancellation);

        Span<Int128> matrix = products.Span;
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++) matrix[(i * n) + k] = matrix[(k * n) + i];
        }
    }
}
