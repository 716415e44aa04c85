using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A verifier that was deployed and listed together with the exchange.</summary>
/// <param name="Kind">What it verifies.</param>
/// <param name="Address">Where it lives.</param>
/// <param name="CodeHash">Keccak-256 of its code.</param>
/// <param name="KeyId">Keccak-256 of its key's blob.</param>
public sealed record DeployedVerifier(VerifierKind Kind, Address Address, Hash32 CodeHash, Hash32 KeyId);
