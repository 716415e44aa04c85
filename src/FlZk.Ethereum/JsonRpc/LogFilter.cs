namespace FlZk.Ethereum.JsonRpc;

/// <summary>Which events to fetch.</summary>
public sealed record LogFilter
{
    /// <summary>The contracts; empty for any.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>The topics by position; null matches anything.</summary>
    public IReadOnlyList<Hash32?> Topics { get; init; } = [];

    /// <summary>The first block.</summary>
    public ulong FromBlock { get; init; }

    /// <summary>The last block; null for the chain's last.</summary>
    public ulong? ToBlock { get; init; }
}
