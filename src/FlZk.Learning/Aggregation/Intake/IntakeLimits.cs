namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What an <see cref="UpdateIntake"/> spends on senders.</summary>
public sealed record IntakeLimits
{
    /// <summary>Transfers at once, and buffers of 4 d bytes at most; further senders wait.</summary>
    public int ConcurrentTransfers { get; init; } = 4;

    /// <summary>Headers read at once beyond their first 16 KiB, each of which may take <see cref="HeaderBytes"/> of memory; further senders
    /// wait. Who has not sent these 16 KiB is not counted.</summary>
    public int ConcurrentHeaders { get; init; } = 64;

    /// <summary>The longest header taken, in bytes; 0 for one that the round's tensors can need.</summary>
    public int HeaderBytes { get; init; }

    /// <summary>In which a sender's first eight bytes must come, and then its header; the wait for a turn is not counted. Nothing that
    /// others wait for is held before the first have come, and no buffer before both have.</summary>
    public TimeSpan HeaderTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In which every 64 KiB of values must come, whether or not somebody waits.</summary>
    public TimeSpan StepTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>While somebody waits for a buffer, the slowest loses its own unless, over its last <see cref="StepTime"/>, it kept the
    /// pace of a whole update in this time.</summary>
    public TimeSpan TurnTime { get; init; } = TimeSpan.FromSeconds(60);
}
