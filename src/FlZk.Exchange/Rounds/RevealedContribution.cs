using FlZk.Bn254;
using FlZk.Ethereum;

namespace FlZk.Exchange.Rounds;

/// <summary>What a provider revealed on chain.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Weight">w_i.</param>
/// <param name="Commitment">C_i.</param>
public readonly record struct RevealedContribution(Address Provider, long Weight, G1Affine Commitment);
