using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A demand for the proof of a proposal.</summary>
/// <param name="Challenger">Who demanded it.</param>
/// <param name="Bond">What it locked, in the stake token's smallest units.</param>
/// <param name="IsResolved">Whether it is over.</param>
public sealed record RoundChallenge(Address Challenger, BigInteger Bond, bool IsResolved);
