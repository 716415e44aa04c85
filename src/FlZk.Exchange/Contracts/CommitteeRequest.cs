using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A round's request for a committee.</summary>
public sealed record CommitteeRequest
{
    /// <summary>Whose beacon key must sign.</summary>
    public required Address Aggregator { get; init; }

    /// <summary>Which of its keys, from 1.</summary>
    public required ulong KeyVersion { get; init; }

    /// <summary>The block of the request; the hash of the one after it enters the message.</summary>
    public required ulong RequestBlock { get; init; }

    /// <summary>PREVRANDAO (EIP-4399) of the request's block.</summary>
    public required Hash32 PreviousRandao { get; init; }

    /// <summary>The hash of the block after the request once recorded; zero before.</summary>
    public required Hash32 Entropy { get; init; }

    /// <summary>How many are drawn.</summary>
    public required int Members { get; init; }

    /// <summary>From how many.</summary>
    public required int Candidates { get; init; }

    /// <summary>The candidates' stakes together, in the stake token's smallest units.</summary>
    public required BigInteger TotalStake { get; init; }

    /// <summary>Whether the committee has been drawn.</summary>
    public required bool IsFulfilled { get; init; }
}
