using System.Buffers;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>Reads every update of a round once and says which of them cannot enter.</summary>
internal static class UpdateScan
{
    private const int BlockLength = 32_768;

    /// <summary>Scans; several updates at a time, each from its beginning, so that the first fault of each is found.</summary>
    /// <returns>One refusal for each bad update, in order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<InvalidUpdateException> Run(RoundInput round, IProgress<long>? progress, CancellationToken cancellation)
    {
        var refusals = new InvalidUpdateException?[round.Count];
        Parallel.For(
            0,
            round.Count,
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => refusals[i] = Scan(round, i, progress, cancellation));
        return [.. refusals.OfType<InvalidUpdateException>()];
    }

    private static InvalidUpdateException? Scan(RoundInput round, int i, IProgress<long>? progress, CancellationToken cancellation)
    {
        (round.Sources[i] as IReportingSource)?.RestartReport();
        int[] buffer = ArrayPool<int>.Shared.Rent(Math.Min(BlockLength, round.Length));
        try
        {
            for (int start = 0; start < round.Length; start += BlockLength)
            {
                cancellation.ThrowIfCancellationRequested();
                int length = Math.Min(BlockLength, round.Length - start);
                BlockReader.Read(round, i, start, buffer.AsSpan(0, length));
                progress?.Report(length);
            }

            return null;
        }
        catch (InvalidUpdateException refusal)
        {
            return refusal;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }
    }
}
