using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A job's bounty as the distributor holds it. Amounts are in the token's smallest units.</summary>
public sealed record BountyPool
{
    /// <summary>The token; zero for ETH.</summary>
    public required Address Token { get; init; }

    /// <summary>Who paid it in and gets what is left.</summary>
    public required Address Publisher { get; init; }

    /// <summary>The rounds it is for.</summary>
    public required int RoundCount { get; init; }

    /// <summary>Whether the job is closed.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>All of it.</summary>
    public required BigInteger Bounty { get; init; }

    /// <summary>What no round has been paid from yet.</summary>
    public required BigInteger Unassigned { get; init; }

    /// <summary>What the publisher may still withdraw.</summary>
    public required BigInteger Refund { get; init; }
}
