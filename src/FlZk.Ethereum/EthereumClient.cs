using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum;

/// <summary>The methods of an Ethereum node this project needs, typed. Safe for concurrent use; every method throws
/// <see cref="ChainException"/>s only.</summary>
public sealed partial class EthereumClient : IDisposable
{
    private readonly ConcurrentDictionary<Address, NonceSequence> _nonces = new();
    private readonly SemaphoreSlim _chainIdLock = new(1);
    private ulong? _chainId;

    /// <summary>Connects on first use.</summary>
    /// <param name="url">The node's http or https URL.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    public EthereumClient(Uri url, JsonRpcOptions? options = null)
        : this(new JsonRpcClient(url, options))
    {
    }

    /// <summary>Uses a connection; it is disposed with this object.</summary>
    public EthereumClient(JsonRpcClient rpc) => Rpc = rpc;

    /// <summary>The connection, for methods that have no type here.</summary>
    public JsonRpcClient Rpc { get; }

    /// <summary>Explains reverts; contracts bound through this client add their errors.</summary>
    public RevertDecoder Reverts { get; } = new();

    /// <summary>The chain's id, asked once.</summary>
    public async Task<ulong> GetChainIdAsync(CancellationToken cancellation = default)
    {
        if (_chainId is { } known) return known;
        await _chainIdLock.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _chainId ??= ChainJson.UInt64(await Rpc.CallAsync("eth_chainId", [], cancellation).ConfigureAwait(false), "eth_chainId");
            return _chainId.Value;
        }
        finally
        {
            _chainIdLock.Release();
        }
    }

    /// <summary>The number of the last block.</summary>
    public async Task<ulong> GetBlockNumberAsync(CancellationToken cancellation = default) =>
        ChainJson.UInt64(await Rpc.CallAsync("eth_blockNumber", [], cancellation).ConfigureAwait(false), "eth_blockNumber");

    /// <summary>A block, or null when there is none of that number yet.</summary>
    public async Task<BlockHeader?> GetBlockAsync(BlockReference block, CancellationToken cancellation = default) =>
        Optional(
            await Rpc.CallAsync("eth_getBlockByNumber", [block.ToString(), false], cancellation).ConfigureAwait(false), ChainJson.Block);

    /// <summary>An account's balance in wei.</summary>
    public async Task<BigInteger> GetBalanceAsync(
        Address address, BlockReference block = default, CancellationToken cancellation = default) =>
        ChainJson.Quantity(await AtBlockAsync("eth_getBalance", address, block, cancellation).ConfigureAwait(false), "eth_getBalance");

    /// <summary>A contract's code; empty where no contract lives.</summary>
    public async Task<byte[]> GetCodeAsync(Address address, BlockReference block = default, CancellationToken cancellation = default) =>
        ChainJson.Data(await AtBlockAsync("eth_getCode", address, block, cancellation).ConfigureAwait(false), "eth_getCode");

    /// <summary>How many transactions an account has sent; with <see cref="BlockReference.Pending"/> those that wait count too.</summary>
    public async Task<ulong> GetTransactionCountAsync(
        Address address, BlockReference block = default, CancellationToken cancellation = default) =>
        ChainJson.UInt64(
            await AtBlockAsync("eth_getTransactionCount", address, block, cancellation).ConfigureAwait(false), "eth_getTransactionCount");

    /// <summary>Runs a call without a transaction and returns its data.</summary>
    /// <exception cref="TransactionRevertedException">The call reverted; the reason is decoded.</exception>
    public async Task<byte[]> CallAsync(
        TransactionRequest request, BlockReference block = default, CancellationToken cancellation = default)
    {
        try
        {
            JsonNode?[] parameters = [request.ToJson(), block.ToString()];
            return ChainJson.Data(await Rpc.CallAsync("eth_call", parameters, cancellation).ConfigureAwait(false), "eth_call");
        }
        catch (JsonRpcException error) when (error.IsRevert)
        {
            throw new TransactionRevertedException("the call", Reverts.Decode(error.RevertData()), null, error);
        }
    }

    /// <summary>How much gas a transaction would take now, without a margin.</summary>
    /// <exception cref="TransactionRevertedException">It would revert; the reason is decoded.</exception>
    public async Task<ulong> EstimateGasAsync(TransactionRequest request, CancellationToken cancellation = default)
    {
        try
        {
            return ChainJson.UInt64(
                await Rpc.CallAsync("eth_estimateGas", [request.ToJson()], cancellation).ConfigureAwait(false), "eth_estimateGas");
        }
        catch (JsonRpcException error) when (error.IsRevert)
        {
            throw new TransactionRevertedException("the transaction", Reverts.Decode(error.RevertData()), null, error);
        }
    }

    /// <summary>Fees that outlast several full blocks: twice the next base fee, and the median tip of the last ten blocks.</summary>
    /// <exception cref="InvalidChainResponseException">The chain knows no EIP-1559 fees.</exception>
    public async Task<FeeEstimate> EstimateFeesAsync(CancellationToken cancellation = default)
    {
        const long OneGwei = 1_000_000_000;
        JsonElement history = await Rpc.CallAsync(
            "eth_feeHistory", ["0xa", "latest", new JsonArray(50)], cancellation).ConfigureAwait(false);
        JsonElement baseFees = ChainJson.Member(history, "baseFeePerGas");
        if (baseFees.ValueKind != JsonValueKind.Array || baseFees.GetArrayLength() == 0) throw ChainJson.Bad("baseFeePerGas", "a list");
        BigInteger next = ChainJson.Quantity(baseFees.EnumerateArray().Last(), "baseFeePerGas");
        List<BigInteger> tips = [];
        if (history.TryGetProperty("reward", out JsonElement rewards) && rewards.ValueKind == JsonValueKind.Array)
        {
            tips.AddRange(rewards.EnumerateArray()
                .Where(static block => block.ValueKind == JsonValueKind.Array && block.GetArrayLength() > 0)
                .Select(static block => ChainJson.Quantity(block[0], "reward"))
                .Where(static tip => tip.Sign > 0)
                .Order());
        }

        BigInteger tip = tips.Count > 0 ? tips[tips.Count / 2] : OneGwei;
        return new FeeEstimate((2 * next) + tip, tip);
    }

    /// <summary>A transaction, mined or waiting; null when the node does not know it.</summary>
    public async Task<ChainTransaction?> GetTransactionAsync(Hash32 hash, CancellationToken cancellation = default) =>
        Optional(
            await Rpc.CallAsync("eth_getTransactionByHash", [hash.ToString()], cancellation).ConfigureAwait(false), ChainJson.Transaction);

    /// <summary>A mined transaction's receipt; null while it is not mined.</summary>
    public async Task<TransactionReceipt?> GetReceiptAsync(Hash32 hash, CancellationToken cancellation = default) =>
        Optional(
            await Rpc.CallAsync("eth_getTransactionReceipt", [hash.ToString()], cancellation).ConfigureAwait(false), ChainJson.Receipt);

    /// <inheritdoc/>
    public void Dispose()
    {
        Rpc.Dispose();
        _chainIdLock.Dispose();
        foreach (NonceSequence nonces in _nonces.Values) nonces.Dispose();
    }

    /// <summary>The nonces of an account on this node.</summary>
    internal NonceSequence NoncesOf(Address address) => _nonces.GetOrAdd(address, static _ => new NonceSequence());

    private static T? Optional<T>(JsonElement json, Func<JsonElement, T> read)
        where T : class => json.ValueKind == JsonValueKind.Null ? null : read(json);

    private Task<JsonElement> AtBlockAsync(string method, Address address, BlockReference block, CancellationToken cancellation) =>
        Rpc.CallAsync(method, [address.ToString(), block.ToString()], cancellation);
}
