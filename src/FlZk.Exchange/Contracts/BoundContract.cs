using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>A contract of the exchange, bound for one account. Every method of its kinds throws <see cref="ChainException"/>s, whose
/// messages are those of <see cref="RevertSentences"/>.</summary>
public abstract class BoundContract
{
    private protected BoundContract(Web3 web3, ContractAbi abi, Address address) => Contract = web3.Bind(abi, address);

    /// <summary>Where it lives.</summary>
    public Address Address => Contract.Address;

    /// <summary>The contract itself, for events and prepared transactions.</summary>
    internal Contract Contract { get; }

    /// <inheritdoc/>
    public override string ToString() => Address.ToString();

    private protected static DateTimeOffset? Time(BigInteger seconds) => seconds.IsZero
        ? null
        : DateTimeOffset.FromUnixTimeSeconds((long)BigInteger.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    private protected Task<T> CallAsync<T>(string function, CancellationToken cancellation, params object[] arguments) =>
        Contract.CallAsync<T>(function, arguments, default, cancellation);

    private protected async Task<ulong> CountAsync(string function, CancellationToken cancellation, params object[] arguments) =>
        (await Contract.CallAsync(function, arguments, default, cancellation).ConfigureAwait(false)).UInt64("value");

    private protected Task<TransactionReceipt> ReceiptAsync(string function, CancellationToken cancellation, params object[] arguments) =>
        Contract.SendAsync(function, arguments, null, cancellation);

    private protected async Task<SentTransaction> SendAsync(string function, CancellationToken cancellation, params object[] arguments) =>
        SentTransaction.Of(await Contract.SendAsync(function, arguments, null, cancellation).ConfigureAwait(false));

    private protected async Task<SentTransaction> PayAsync(
        BigInteger wei, string function, CancellationToken cancellation, params object[] arguments) =>
        SentTransaction.Of(
            await Contract.SendAsync(function, arguments, new SendOptions { Value = wei }, cancellation).ConfigureAwait(false));
}
