using System.Numerics;

namespace FlZk.Exchange.Contracts;

/// <summary>A node's stake in the vault, in the stake token's smallest units.</summary>
/// <param name="Free">Neither locked nor leaving.</param>
/// <param name="Locked">Locked for jobs.</param>
/// <param name="Unbonding">Waiting out the delay.</param>
/// <param name="ReleasableAt">When the unbonding part may leave; null when there is none.</param>
public sealed record Bond(BigInteger Free, BigInteger Locked, BigInteger Unbonding, DateTimeOffset? ReleasableAt);
