namespace FlZk.Ethereum.JsonRpc;

/// <summary>Bounds and patience of a connection to a node.</summary>
public sealed record JsonRpcOptions
{
    /// <summary>The most bytes of one answer.</summary>
    public int MaxResponseLength { get; init; } = 64 << 20;

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many times a call that changes nothing is tried again after a transient failure.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first retry; it doubles from one to the next.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
