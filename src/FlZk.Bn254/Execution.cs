namespace FlZk.Bn254;

/// <summary>How a long computation runs: what stops it, how many threads it may use, and who hears of its progress. <c>default</c> uses all
/// cores, cannot be stopped and reports nothing.</summary>
/// <param name="Cancellation">Stops the work, which then throws <see cref="OperationCanceledException"/>.</param>
/// <param name="MaximumThreads">At most so many threads compute; 0 stands for as many as there are cores.</param>
/// <param name="Progress">Receives the fraction done, from 0 to 1 and never decreasing, from whichever thread is computing.</param>
#pragma warning disable CA1068 // The token comes first: it is what most callers give, and alone it converts to an execution.
public readonly record struct Execution(
    CancellationToken Cancellation = default, int MaximumThreads = 0, IProgress<double>? Progress = null)
#pragma warning restore CA1068
{
    /// <summary>The number of threads that this stands for, at least 1.</summary>
    public int Threads => MaximumThreads > 0 ? MaximumThreads : Environment.ProcessorCount;

    /// <summary>The same for the runtime's parallel loops.</summary>
    internal ParallelOptions ParallelOptions => new() { CancellationToken = Cancellation, MaxDegreeOfParallelism = Threads };

    /// <summary>All cores, no reports, stopped by a token.</summary>
    public static implicit operator Execution(CancellationToken cancellation) => new(cancellation);

    /// <summary>The same execution with another listener, or none: for one part of a computation that reports as a whole.</summary>
    public Execution WithProgress(IProgress<double>? progress) => this with { Progress = progress };
}
