using FlZk.Platform;

namespace FlZk.Groth16;

/// <summary>How a proof is made.</summary>
public sealed record ProvingOptions
{
    /// <summary>Threads that compute; 0 for as many as there are cores.</summary>
    public int MaximumThreads { get; init; }

    /// <summary>Told the share of the work that is done, and of which phase a report is. Called from several threads, never by two at
    /// once.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }
}
