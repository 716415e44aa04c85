using System.Diagnostics;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>Counts what a device reports from its threads, and passes it on as a step begins and ten times a second.</summary>
internal sealed class RoundMeter(IProgress<RoundProgress>? progress) : IProgress<long>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private long _values;
    private long _nextTicks = Interval.Ticks;

    // Under the gate.
    private long _valuesBefore;
    private long _valuesPerPass;
    private bool _isChecking;

    /// <summary>Values read so far.</summary>
    public long Values => Interlocked.Read(ref _values);

    /// <summary>Time since the round began.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Begins a step; nobody reports meanwhile.</summary>
    /// <param name="valuesPerPass">Values of one pass over the step's updates.</param>
    /// <param name="isChecking">Whether bad updates are looked for.</param>
    public void Begin(long valuesPerPass, bool isChecking)
    {
        lock (_gate)
        {
            _valuesBefore = Values;
            _valuesPerPass = valuesPerPass;
            _isChecking = isChecking;
            Tell();
        }
    }

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

    private void Tell()
    {
        long values = Values;
        progress?.Report(new RoundProgress(values, values - _valuesBefore, _valuesPerPass, _isChecking, _watch.Elapsed));
    }
}
