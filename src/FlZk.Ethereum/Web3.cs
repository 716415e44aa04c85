using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum;

/// <summary>An account on a chain: binds contracts, deploys them, sends transactions. Safe for concurrent use.</summary>
/// <remarks>Objects that share an <see cref="EthereumClient"/> share the account's nonces. Two processes sending for one account at the
/// same moment do not; the node then refuses one of the two.</remarks>
public sealed class Web3 : IDisposable
{
    /// <summary>The most gas one transaction may ask for since the Osaka upgrade (EIP-7825).</summary>
    private const ulong TransactionGasCap = 1 << 24;

    private readonly bool _ownsClient;

    /// <summary>Connects an account to a node; the connection is this object's own.</summary>
    /// <param name="url">The node's http or https URL.</param>
    /// <param name="account">Who sends; null can only read.</param>
    public Web3(Uri url, Account? account = null)
        : this(new EthereumClient(url), account) => _ownsClient = true;

    /// <summary>Connects an account to a node through a shared client, which outlives this object.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller's client stays the caller's.")]
    public Web3(EthereumClient client, Account? account = null)
    {
        Client = client;
        Account = account;
    }

    /// <summary>The node's methods.</summary>
    public EthereumClient Client { get; }

    /// <summary>Who sends; null when this object only reads.</summary>
    public Account? Account { get; }

    /// <summary>Sees every transaction sent through this object; null for nobody.</summary>
    public ITransactionObserver? Observer { get; init; }

    /// <summary>Binds a contract.</summary>
    public Contract Contract(ContractAbi abi, Address address) => new(this, abi, address);

    /// <summary>Creates a contract and waits until it stands.</summary>
    /// <param name="artifact">Its code and interface.</param>
    /// <param name="arguments">The constructor's arguments.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="TransactionRevertedException">The constructor reverted.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<Contract> DeployAsync(
        ContractArtifact artifact, IReadOnlyList<object> arguments, SendOptions? options = null, CancellationToken cancellation = default)
    {
        Client.Reverts.Add(artifact.Abi);
        var request = new TransactionRequest { Data = artifact.EncodeCreation(arguments) };
        TransactionReceipt receipt = await SendAsync(
            request, options, $"the creation of {artifact.Name}", cancellation).ConfigureAwait(false);
        Address address = receipt.ContractAddress
            ?? throw new InvalidChainResponseException("The receipt of a creation names no contract.");
        return new Contract(this, artifact.Abi, address) { CreationReceipt = receipt };
    }

    /// <summary>Sends wei and waits for the receipt.</summary>
    /// <exception cref="ChainException">The transfer failed.</exception>
    public Task<TransactionReceipt> TransferAsync(
        Address to, BigInteger wei, SendOptions? options = null, CancellationToken cancellation = default) =>
        SendAsync(new TransactionRequest { To = to }, (options ?? new SendOptions()) with { Value = wei }, "the transfer", cancellation);

    /// <summary>Signs and sends a transaction and waits for its receipt.</summary>
    /// <param name="request">What to send; its sender is this account.</param>
    /// <param name="options">How; null for the defaults. Their value, when not zero, replaces the request's.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="cancellation">Stops waiting; what was sent goes its way.</param>
    /// <exception cref="TransactionRevertedException">It would revert (nothing was sent), or did (the
    /// exception holds the receipt).</exception>
    /// <exception cref="ReceiptTimeoutException">Not mined in time.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<TransactionReceipt> SendAsync(
        TransactionRequest request, SendOptions? options = null, string what = "the transaction", CancellationToken cancellation = default)
    {
        options ??= new SendOptions();
        SignedTransaction sent = await SubmitAsync(request, options, what, cancellation).ConfigureAwait(false);
        TransactionReceipt receipt = await ReceiptAsync(sent.Hash, options, what, cancellation).ConfigureAwait(false);
        Observer?.Mined(what, receipt);
        return receipt;
    }

    /// <summary>Signs and sends a transaction without waiting for its receipt.</summary>
    /// <returns>The signed transaction, whose hash names it.</returns>
    /// <exception cref="TransactionRevertedException">It would revert; nothing was sent.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<SignedTransaction> SubmitAsync(
        TransactionRequest request, SendOptions? options = null, string what = "the transaction", CancellationToken cancellation = default)
    {
        Account account = Account ?? throw new InvalidOperationException("Without an account nothing can be sent.");
        options ??= new SendOptions();
        request = request with { From = account.Address, Value = options.Value.IsZero ? request.Value : options.Value };
        ulong? given = options.GasLimit ?? request.GasLimit;
        ulong? estimate = given is null ? await EstimateAsync(request, what, cancellation).ConfigureAwait(false) : null;
        ulong gas = given ?? WithMargin(estimate!.Value, options.GasMarginPercent);
        FeeEstimate fees = options.Fees ?? await Client.EstimateFeesAsync(cancellation).ConfigureAwait(false);
        ulong chainId = await Client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        Observer?.Planned(new PlannedTransaction(what, account.Address, request.To, request.Value, estimate, gas, fees));
        return await Client.NoncesOf(account.Address).UseAsync(
            Client,
            account.Address,
            async nonce =>
            {
                SignedTransaction signed = account.Sign(new Eip1559Transaction
                {
                    ChainId = chainId,
                    Nonce = nonce,
                    MaxFeePerGas = fees.MaxFeePerGas,
                    MaxPriorityFeePerGas = fees.MaxPriorityFeePerGas,
                    GasLimit = gas,
                    To = request.To,
                    Value = request.Value,
                    Data = request.Data,
                });
                if (options.BeforeBroadcast is { } before) await before(signed, cancellation).ConfigureAwait(false);
                await Client.BroadcastAsync(signed, cancellation).ConfigureAwait(false);
                return signed;
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes up a transaction written down before a crash: waits for it, having sent the same bytes
    /// again if the node does not know it.</summary>
    /// <param name="encoded">The bytes of <see cref="SignedTransaction.Encoded"/>.</param>
    /// <param name="options">How to wait; null for the defaults.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="JsonRpcException">The node refused it, above all "nonce too low": another transaction
    /// took its place, so it can never be mined.</exception>
    /// <exception cref="TransactionRevertedException">It was mined and reverted.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or it was not mined in time.</exception>
    public async Task<TransactionReceipt> ResumeAsync(
        ReadOnlyMemory<byte> encoded, SendOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SendOptions();
        var signed = SignedTransaction.Decode(encoded.Span);
        if (await Client.GetTransactionAsync(signed.Hash, cancellation).ConfigureAwait(false) is null)
            await Client.BroadcastAsync(signed, cancellation).ConfigureAwait(false);
        return await ReceiptAsync(signed.Hash, options, "the transaction", cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsClient) Client.Dispose();
    }

    private static ulong WithMargin(ulong estimate, int percent)
    {
        ulong more = estimate + (ulong)((UInt128)estimate * (uint)Math.Max(percent, 0) / 100);
        return estimate <= TransactionGasCap ? Math.Min(more, TransactionGasCap) : more;
    }

    private async Task<ulong> EstimateAsync(TransactionRequest request, string what, CancellationToken cancellation)
    {
        try
        {
            return await Client.EstimateGasAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (TransactionRevertedException reverted)
        {
            throw new TransactionRevertedException(what, reverted.Reason, null, reverted.InnerException);
        }
    }

    private async Task<TransactionReceipt> ReceiptAsync(Hash32 hash, SendOptions options, string what, CancellationToken cancellation)
    {
        TransactionReceipt receipt = await Client.WaitForReceiptAsync(
            hash, options.Timeout, options.Confirmations, cancellation).ConfigureAwait(false);
        if (receipt.Succeeded) return receipt;
        throw new TransactionRevertedException(what, await Client.ExplainRevertAsync(receipt, cancellation).ConfigureAwait(false), receipt);
    }
}
