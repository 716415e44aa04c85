using System.Buffers;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Devices;

/// <summary>The processor's squared norms: long rows, as memory is fastest in, squared in steps that stay in the first-level cache between
/// the check of their range and their sum.</summary>
internal static class SquaredNormPass
{
    private const int LongestRow = 32_768;
    private const int ShortestRow = 4096;
    private const int StepLength = 4096;

    /// <summary>Runs over a round. See <see cref="IAggregationDevice.SquaredNorms"/>.</summary>
    public static void Run(
        RoundInput round, Memory<Int128> norms, bool vectorised, int threads, IProgress<long>? progress, CancellationToken cancellation)
    {
        norms.Span.Clear();
        var gate = new Lock();
        int rowLength = Math.Clamp(round.Length / (4 * threads), ShortestRow, LongestRow);
        BlockLoop.Run(round, rowLength, threads, (start, length) =>
        {
            int[] buffer = ArrayPool<int>.Shared.Rent(length);
            for (int i = 0; i < round.Count; i++)
            {
                ReadOnlySpan<int> row = BlockReader.ReadUnchecked(round, i, start, buffer.AsSpan(0, length));

                // 2^15 squares of at most 2^46 stay below 2^62.
                long norm = 0;
                for (int from = 0; from < length; from += StepLength)
                {
                    ReadOnlySpan<int> step = row.Slice(from, Math.Min(StepLength, length - from));
                    BlockReader.Check(round, i, start + from, step);
                    norm += SquaredNorm.Sum(step, vectorised);
                }

                lock (gate) norms.Span[i] += norm;
            }

            ArrayPool<int>.Shared.Return(buffer);
        }, progress, cancellation);
    }
}
