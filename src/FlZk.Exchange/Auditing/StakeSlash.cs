using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>One slash, with what the vault's events before it say that could be taken.</summary>
/// <param name="Event">Its first <c>NodeSlashed</c>.</param>
/// <param name="Node">Whose stake it was.</param>
/// <param name="LockId">For what it was locked.</param>
internal sealed record StakeSlash(ContractEvent Event, Address Node, BigInteger LockId)
{
    /// <summary>What went to the treasury.</summary>
    public BigInteger ToTreasury { get; init; }

    /// <summary>What went to the distributor, for the providers of a failed round.</summary>
    public BigInteger ToHarmed { get; init; }

    /// <summary>What became the challenger's.</summary>
    public BigInteger ToChallenger { get; init; }

    /// <summary>Who had challenged; zero when nobody.</summary>
    public Address Challenger { get; init; }

    /// <summary>What was owed beyond what was found, as a debt.</summary>
    public BigInteger Debt { get; init; }

    /// <summary>What the slash is counted from.</summary>
    public BigInteger Liable { get; init; }

    /// <summary>What the node had that could be taken.</summary>
    public BigInteger Reachable { get; init; }

    /// <summary>What was taken in all.</summary>
    public BigInteger Amount => ToTreasury + ToHarmed + ToChallenger;
}
