using System.Numerics;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Roles;

/// <summary>A provider's reward of one round.</summary>
/// <param name="Amount">Its share, in the bounty token's smallest units.</param>
/// <param name="Transaction">The claim; null when it had been claimed before.</param>
/// <param name="Distribution">The transaction that fixed the round's reward, when this provider was the first to ask.</param>
public sealed record ProviderClaim(BigInteger Amount, SentTransaction? Transaction, SentTransaction? Distribution);
