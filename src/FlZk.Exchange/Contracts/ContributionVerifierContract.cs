using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>A verifier of contribution proofs: one key, kept as code.</summary>
public sealed class ContributionVerifierContract : BoundContract
{
    private readonly Web3 _web3;

    /// <summary>Binds the verifier at an address.</summary>
    public ContributionVerifierContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.ContributionVerifier, address) => _web3 = web3;

    /// <summary>The key blob; its Keccak-256 is the key's id.</summary>
    /// <exception cref="InvalidChainResponseException">No key lives there.</exception>
    public async Task<byte[]> KeyBlobAsync(CancellationToken cancellation = default) => await StoredKey.ReadAsync(
        _web3, await CallAsync<Address>("keyStore", cancellation).ConfigureAwait(false), default, cancellation).ConfigureAwait(false);
}
