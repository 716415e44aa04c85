using System.Numerics;

namespace FlZk.Ethereum.Signing;

/// <summary>What an EIP-712 signature is bound to; fields left null are left out of the domain's type.</summary>
/// <param name="Name">The application's name.</param>
/// <param name="Version">The version of its messages.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="VerifyingContract">The contract that checks the signature.</param>
/// <param name="Salt">A last resort for telling applications apart.</param>
public sealed record TypedDataDomain(
    string? Name = null, string? Version = null, BigInteger? ChainId = null, Address? VerifyingContract = null, Hash32? Salt = null);
