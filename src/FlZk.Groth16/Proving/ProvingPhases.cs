using System.Diagnostics;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>Runs the phases of a proof one after the other: progress before each, its time after it.</summary>
internal sealed class ProvingPhases(int count, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    private readonly List<PhaseTiming> _timings = new(count);

    public IReadOnlyList<PhaseTiming> Timings => _timings;

    public CancellationToken Cancellation => cancellation;

    public T Run<T>(string phase, Func<T> work)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new WorkProgress(phase, _timings.Count, count));
        long start = Stopwatch.GetTimestamp();
        T result = work();
        _timings.Add(new PhaseTiming(phase, Stopwatch.GetElapsedTime(start)));
        return result;
    }
}
