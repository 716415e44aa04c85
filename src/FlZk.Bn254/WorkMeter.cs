namespace FlZk.Bn254;

/// <summary>Counts units of work as threads finish them, and reports the fraction done about a hundred times in all.</summary>
/// <param name="progress">Who hears of it; may be null.</param>
/// <param name="total">How many units there are.</param>
internal sealed class WorkMeter(IProgress<double>? progress, long total)
{
    private const int Steps = 100;

    private readonly Lock _gate = new();
    private long _done;
    private long _reported;

    /// <summary>Some units are done. Called from any thread.</summary>
    public void Advance(long units)
    {
        if (progress is not null) Report(Math.Min(Steps, Steps * Interlocked.Add(ref _done, units) / Math.Max(total, 1)));
    }

    /// <summary>All is done, even where there was nothing to do.</summary>
    public void Finish() => Report(Steps);

    private void Report(long step)
    {
        if (step <= Interlocked.Read(ref _reported)) return;
        lock (_gate)
        {
            // Reports leave in order: another thread may have got here first with more.
            if (step <= _reported) return;
            Interlocked.Exchange(ref _reported, step);
            progress?.Report((double)step / Steps);
        }
    }
}
