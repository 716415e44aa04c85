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
        var reporting = round.Sources[i] as IReportingSource;
        reporting?.RestartReport();
        InvalidUpdateException? first = null;
        int[] buffer = ArrayPool<int>.Shared.Rent(Math.Min(BlockLength, round.Length));
        try
        {
            foreach ((int start, int length) in new Blocks(round.Length, BlockLength))
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    BlockReader.Read(round, i, start, buffer.AsSpan(0, length));
                }
                catch (InvalidUpdateException refusal)
                {
                    first ??= refusal;

                    // Values that are not finite are counted to the end: one says chance, half of them a training that diverged.
                    if (reporting is not { Report.NonFinite: > 0 } || refusal.ParameterIndex is null) break;
                }

                progress?.Report(length);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }

        return first is not null && reporting?.Report is { NonFinite: > 0 } report
            ? new InvalidUpdateException(
                first.ProviderIndex,
                $"{first.Reason.TrimEnd('.')} ({report.NonFinite} of {report.Count} values are not finite).",
                first.ParameterIndex,
                first)
            : first;
    }
}
