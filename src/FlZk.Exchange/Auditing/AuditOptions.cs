using FlZk.Ethereum;
using FlZk.Exchange.Keys;

namespace FlZk.Exchange.Auditing;

/// <summary>What an auditor brings along beyond a node and an address.</summary>
public sealed record AuditOptions
{
    /// <summary>Whether development keys count outside local chains.</summary>
    public KeyPolicy KeyPolicy { get; init; } = KeyPolicy.Strict;

    /// <summary>The first block to read; the exchange's creation or earlier.</summary>
    public ulong FromBlock { get; init; }

    /// <summary>Key ids the auditor trusts, from a ceremony's own publication; null takes what the job pinned.</summary>
    public IReadOnlySet<Hash32>? TrustedKeys { get; init; }

    /// <summary>A model in fixed point that somebody handed over, to be compared with the published one; null for none.</summary>
    public ReadOnlyMemory<int>? Model { get; init; }

    /// <summary>Files that open proposals (<c>flzk/proposal/1</c>), as their proposers offered them; each must be the one that its
    /// round's proposal names, and open it.</summary>
    public IReadOnlyList<string> Openings { get; init; } = [];

    /// <summary>The round whose model <see cref="Model"/> claims to be; null for the last settled one.</summary>
    public int? ModelRound { get; init; }
}
