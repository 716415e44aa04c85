using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Contracts;

/// <summary><c>FltToken</c>, or any other ERC-20. Amounts are in the token's smallest units. Every method throws
/// <see cref="Ethereum.JsonRpc.ChainException"/>s.</summary>
public sealed class TokenContract
{
    private readonly Contract _contract;

    /// <summary>Binds the token at an address.</summary>
    public TokenContract(Web3 web3, Address address) => _contract = web3.Contract(ExchangeAbi.Token, address);

    /// <summary>Where it lives.</summary>
    public Address Address => _contract.Address;

    /// <summary>What an account holds.</summary>
    public Task<BigInteger> BalanceOfAsync(Address account, CancellationToken cancellation = default) =>
        _contract.CallAsync<BigInteger>("balanceOf", [account], default, cancellation);

    /// <summary>What a spender may take from an owner.</summary>
    public Task<BigInteger> AllowanceAsync(Address owner, Address spender, CancellationToken cancellation = default) =>
        _contract.CallAsync<BigInteger>("allowance", [owner, spender], default, cancellation);

    /// <summary>Allows a spender to take an amount from the sender.</summary>
    public async Task<SentTransaction> ApproveAsync(Address spender, BigInteger amount, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("approve", [spender, amount], null, cancellation).ConfigureAwait(false));

    /// <summary>Moves an amount from the sender.</summary>
    public async Task<SentTransaction> TransferAsync(Address to, BigInteger amount, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("transfer", [to, amount], null, cancellation).ConfigureAwait(false));
}
