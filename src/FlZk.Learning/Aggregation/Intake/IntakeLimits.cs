namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What an <see cref="UpdateIntake"/> spends on senders.</summary>
public sealed record IntakeLimits
{
    /// <summary>Transfers at once, and buffers of 4 d bytes at most; further senders wait.</summary>
    public int ConcurrentTransfers { get; init; } = 4;

    /// <summary>The longest header taken, in bytes; 0 for one that the round's tensors can need.</summary>
    public int HeaderBytes { get; init; }
}
