using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Committees;

/// <summary>Who may be drawn.</summary>
/// <param name="Provider">Its account.</param>
/// <param name="Stake">Its weight, in units of the stake token, from 1.</param>
public readonly record struct CommitteeCandidate(Address Provider, BigInteger Stake);
