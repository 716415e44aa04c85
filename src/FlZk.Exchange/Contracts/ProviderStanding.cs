using System.Numerics;

namespace FlZk.Exchange.Contracts;

/// <summary>What the reputation contract has recorded of a provider.</summary>
/// <param name="Score">In 1/10^18, as of <paramref name="UpdatedAt"/>.</param>
/// <param name="UpdatedAt">The last credit or fault; null before the first.</param>
/// <param name="Faults">Provable faults so far.</param>
public sealed record ProviderStanding(BigInteger Score, DateTimeOffset? UpdatedAt, long Faults);
