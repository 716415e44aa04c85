using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>Tells of one phase's fraction done as steps of a thousand.</summary>
internal sealed class PhaseProgress(string phase, IProgress<WorkProgress> progress) : IProgress<double>
{
    private const int Steps = 1000;

    public void Report(double value) => progress.Report(new WorkProgress(phase, (long)(value * Steps), Steps));

    /// <summary>An execution on all cores that tells <paramref name="progress"/>, if there is one, of a phase that begins now.</summary>
    public static Execution Begin(string phase, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new WorkProgress(phase));
        return new Execution(cancellation, Progress: progress is null ? null : new PhaseProgress(phase, progress));
    }
}
