namespace FlZk.Bench.Report;

/// <summary>Collects samples that come one at a time, in turns, into measurements.</summary>
internal sealed class SampleBook
{
    private readonly List<(Measurement Key, List<double> Samples)> _entries = [];

    /// <summary>The measurements so far, in the order of their first samples.</summary>
    public IReadOnlyList<Measurement> Measurements => [.. _entries.Select(entry => entry.Key with { Samples = [.. entry.Samples] })];

    /// <summary>Adds one sample to the measurement that is like <paramref name="key"/> in all but its samples.</summary>
    public void Add(Measurement key, double sample)
    {
        Measurement bare = key with { Samples = [] };
        int at = _entries.FindIndex(entry => entry.Key with { Samples = bare.Samples } == bare);
        if (at < 0)
        {
            at = _entries.Count;
            _entries.Add((bare, []));
        }

        _entries[at].Samples.Add(sample);
    }
}
