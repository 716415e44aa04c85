using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A verifier that new jobs may name, as it was when it was listed.</summary>
/// <param name="Verifier">Its address.</param>
/// <param name="ListedAt">When.</param>
/// <param name="CodeHash">Keccak-256 of its code.</param>
/// <param name="KeyId">Keccak-256 of its key's blob.</param>
public sealed record VerifierListing(Address Verifier, DateTimeOffset ListedAt, Hash32 CodeHash, Hash32 KeyId);
