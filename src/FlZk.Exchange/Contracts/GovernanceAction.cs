using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>One call that the timelock makes when a proposal is executed.</summary>
/// <param name="Target">The contract.</param>
/// <param name="Data">Selector and arguments.</param>
/// <param name="Value">Wei sent along.</param>
public sealed record GovernanceAction(Address Target, ReadOnlyMemory<byte> Data, BigInteger Value = default);
