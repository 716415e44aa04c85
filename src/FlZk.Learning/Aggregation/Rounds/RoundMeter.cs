using System.Diagnostics;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>Counts what a device reports from its threads, and passes it on about ten times a second.</summary>
internal sealed class RoundMeter(long valuesPerPass, IProgress<RoundProgress>? progress) : IProgress<long>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private long _values;
    private long _nextTicks = Interval.Ticks;

    /// <summary>Values read so far.</summary>
    public long Values => Interlocked.Read(ref _values);

    /// <summary>Time since the round began.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <inheritdoc/>
    public void Report(long value)
    {
        Interlocked.Add(ref _values, value);
        if (progress is null || _watch.Elapsed.Ticks < Volatile.Read(ref _nextTicks) || !_gate.TryEnter()) return;
        try
        {
            Volatile.Write(ref _nextTicks, (_watch.Elapsed + Interval).Ticks);
            Tell();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Tells the end.</summary>
    public void Finish()
    {
        _watch.Stop();
        lock (_gate) Tell();
    }

    private void Tell() => progress?.Report(new RoundProgress(Values, valuesPerPass, _watch.Elapsed));
}
