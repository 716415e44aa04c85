using System.Diagnostics;
using System.Globalization;
using FlZk.Platform;

namespace FlZk.Cli.Commands.Learning;

/// <summary>Turns a device's count of values into a share of the whole and, after two seconds, into bytes per second.</summary>
/// <param name="target">Where progress is shown; nowhere when null.</param>
/// <param name="phase">What is being done.</param>
/// <param name="values">n d, the values of all updates; a rule may read them more than once.</param>
/// <param name="bytes">Bytes of all updates' files.</param>
internal sealed class FoldingProgress(IProgress<WorkProgress>? target, string phase, long values, long bytes) : IProgress<long>
{
    private static readonly TimeSpan UntilRate = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _done;

    /// <summary>Bytes of files that have been read.</summary>
    public long BytesRead => (long)((Int128)Interlocked.Read(ref _done) * bytes / Math.Max(values, 1));

    /// <inheritdoc/>
    public void Report(long value)
    {
        long done = Interlocked.Add(ref _done, value);
        string? rate = _clock.Elapsed < UntilRate
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{BytesRead / _clock.Elapsed.TotalSeconds / 1e9:F2} GB/s");

        // A second pass over the updates begins at their beginning again.
        target?.Report(new WorkProgress(phase, done == 0 ? 0 : ((done - 1) % values) + 1, values) { Detail = rate });
    }
}
