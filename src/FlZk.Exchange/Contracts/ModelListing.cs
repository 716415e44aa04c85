using System.Numerics;
using FlZk.Ethereum;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary>What a finalised round's model is offered for.</summary>
public sealed record ModelListing
{
    /// <summary>The round.</summary>
    public required RoundId Round { get; init; }

    /// <summary>The token of the price; zero for ETH.</summary>
    public required Address Token { get; init; }

    /// <summary>Per licence, in the token's smallest units.</summary>
    public required BigInteger Price { get; init; }

    /// <summary>The publisher's part of each sale, in basis points.</summary>
    public required int PublisherShare { get; init; }

    /// <summary>Whether licences are sold now.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Licences sold so far.</summary>
    public required ulong Sold { get; init; }

    /// <summary>Keccak-256 of the licence's text.</summary>
    public required Hash32 TermsHash { get; init; }
}
