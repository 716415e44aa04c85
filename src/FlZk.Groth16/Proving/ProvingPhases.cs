using System.Diagnostics;
using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>Runs the phases of a proof, some at the same time: the share done of the whole while they run, their times after
/// them.</summary>
/// <param name="options">Threads and progress.</param>
/// <param name="costs">What each phase costs beside the others, in any unit.</param>
/// <param name="cancellation">Stops between phases and within them.</param>
internal sealed class ProvingPhases(ProvingOptions options, IReadOnlyDictionary<string, double> costs, CancellationToken cancellation)
{
    /// <summary>The whole, in the units of progress.</summary>
    private const int Whole = 1000;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _cost = costs.Values.Sum();
    private readonly Dictionary<string, double> _done = [];
    private readonly List<PhaseTiming> _timings = new(costs.Count);
    private readonly Lock _gate = new();
    private long _told;

    /// <summary>The phases that have ended, by start.</summary>
    public IReadOnlyList<PhaseTiming> Timings
    {
        get
        {
            lock (_gate) return [.. _timings.OrderBy(static t => t.Start)];
        }
    }

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Cancellation and threads, without progress.</summary>
    public Execution Execution => new(cancellation, options.MaximumThreads);

    public CancellationToken Cancellation => cancellation;

    /// <summary>Runs one phase.</summary>
    public T Run<T>(string phase, Func<T> work) => Run(phase, _ => work());

    /// <summary>Runs one phase that tells how far it is.</summary>
    public T Run<T>(string phase, Func<Execution, T> work)
    {
        cancellation.ThrowIfCancellationRequested();
        Tell(phase, 0);
        cancellation.ThrowIfCancellationRequested();
        TimeSpan start = Elapsed;
        T result = work(Execution.WithProgress(options.Progress is null ? null : new PhaseProgress(this, phase)));
        lock (_gate) _timings.Add(new PhaseTiming(phase, start, Elapsed - start));
        Tell(phase, 1);
        return result;
    }

    /// <summary>Runs two branches: at the same time when every core may be used, one after the other when threads are limited.</summary>
    /// <remarks>Both branches' parallel loops share the pool's threads, of which there is one for each core: as long as both run, each has
    /// about half of them, and neither waits for the other at the ends of its loops.</remarks>
    public (TFirst First, TSecond Second) Together<TFirst, TSecond>(Func<TFirst> first, Func<TSecond> second)
    {
        if (Execution.Threads < Environment.ProcessorCount || Environment.ProcessorCount == 1) return (first(), second());
        Task<TFirst> other = Task.Run(first, cancellation);
        try
        {
            TSecond own = second();
            return (other.GetAwaiter().GetResult(), own);
        }
        finally
        {
            // A branch that failed leaves nobody computing behind it.
            Task.WaitAny(other);
        }
    }

    private void Tell(string phase, double share)
    {
        if (options.Progress is null) return;
        lock (_gate)
        {
            _done[phase] = Math.Max(share, _done.GetValueOrDefault(phase));
            double done = 0;
            foreach ((string name, double of) in _done) done += of * costs.GetValueOrDefault(name);
            _told = Math.Clamp((long)Math.Round(Whole * done / _cost), _told, Whole);
            options.Progress.Report(new WorkProgress(phase, _told, Whole));
        }
    }

    private sealed class PhaseProgress(ProvingPhases phases, string phase) : IProgress<double>
    {
        public void Report(double value) => phases.Tell(phase, value);
    }
}
