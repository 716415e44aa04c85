using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>A linked verifier: one key, kept as code. Every method throws <see cref="ChainException"/>s.</summary>
public sealed class LinkedVerifierContract
{
    private readonly Web3 _web3;
    private readonly Contract _contract;

    /// <summary>Binds the verifier at an address.</summary>
    public LinkedVerifierContract(Web3 web3, Address address)
    {
        _web3 = web3;
        _contract = web3.Bind(ExchangeAbi.LinkedVerifier, address);
    }

    /// <summary>Where it lives.</summary>
    public Address Address => _contract.Address;

    /// <summary>The contract itself.</summary>
    internal Contract Contract => _contract;

    /// <summary>Keccak-256 of the verifier's code, which jobs pin.</summary>
    public async Task<Hash32> CodeHashAsync(BlockReference block = default, CancellationToken cancellation = default) =>
        Keccak256.Hash(await _web3.Client.GetCodeAsync(Address, block, cancellation).ConfigureAwait(false));

    /// <summary>d, the parameters of the models it is for.</summary>
    public async Task<int> DimensionAsync(CancellationToken cancellation = default) =>
        (await _contract.CallAsync("dimension", [], default, cancellation).ConfigureAwait(false)).Int32("value");

    /// <summary>The contract whose code holds the key.</summary>
    public Task<Address> KeyStoreAsync(BlockReference block = default, CancellationToken cancellation = default) =>
        _contract.CallAsync<Address>("keyStore", [], block, cancellation);

    /// <summary>The key blob, read as the code of the key store behind its first byte; its Keccak-256 is the key's id.</summary>
    /// <exception cref="InvalidChainResponseException">No key lives there.</exception>
    public async Task<byte[]> KeyBlobAsync(BlockReference block = default, CancellationToken cancellation = default)
    {
        Address store = await KeyStoreAsync(block, cancellation).ConfigureAwait(false);
        return await StoredKey.ReadAsync(_web3, store, block, cancellation).ConfigureAwait(false);
    }
}
