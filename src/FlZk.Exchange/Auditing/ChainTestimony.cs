using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Signing;
using FlZk.Ethereum.Transactions;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Reads a chain through a node that is not trusted: of transactions only what their signatures vouch for is passed on.</summary>
internal sealed class ChainTestimony(ExchangeContracts contracts, ulong fromBlock, ulong block)
{
    private readonly Dictionary<Hash32, SignedCall> _calls = [];
    private readonly Dictionary<ulong, BlockHeader> _headers = [];
    private readonly Dictionary<Hash32, TransactionReceipt> _receipts = [];
    private readonly Dictionary<Address, IReadOnlyList<ContractEvent>> _histories = [];

    /// <summary>The exchange's contracts, for reading.</summary>
    public ExchangeContracts Contracts => contracts;

    /// <summary>The block at which state is read and up to which events are.</summary>
    public ulong Block => block;

    /// <summary>A contract's events of one name, in chain order. Each must lie inside a transaction whose receipt shows it too.</summary>
    public async Task<IReadOnlyList<ContractEvent>> EventsAsync(
        Contract contract, string name, IReadOnlyDictionary<string, object>? indexed, CancellationToken cancellation) =>
        await ConfirmedAsync(
            await contract.GetEventsAsync(name, fromBlock, block, indexed, cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);

    /// <summary>All of a contract's events, in chain order and from its first; the contract's whole past is asked for once.</summary>
    public async Task<IReadOnlyList<ContractEvent>> HistoryAsync(Contract contract, CancellationToken cancellation)
    {
        if (_histories.TryGetValue(contract.Address, out IReadOnlyList<ContractEvent>? known)) return known;
        IReadOnlyList<ContractEvent> events = await ConfirmedAsync(
            await contract.GetEventsAsync(fromBlock, block, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return _histories[contract.Address] = [.. events.InChainOrder()];
    }

    /// <summary>A contract's events inside one transaction, as its receipt shows them.</summary>
    /// <exception cref="TestimonyException">The node shows no receipt.</exception>
    public async Task<IReadOnlyList<ContractEvent>> EventsWithinAsync(
        Hash32 transaction, Contract contract, CancellationToken cancellation) =>
        contract.EventsOf(await ReceiptAsync(transaction, cancellation).ConfigureAwait(false));

    /// <summary>The time of a block, as the node tells it, in seconds.</summary>
    /// <exception cref="TestimonyException">The node does not show the block.</exception>
    public async Task<long> TimeOfAsync(ulong number, CancellationToken cancellation) =>
        (await HeaderAsync(number, cancellation).ConfigureAwait(false)).Timestamp.ToUnixTimeSeconds();

    /// <summary>The hash of a block, as the node tells it.</summary>
    /// <exception cref="TestimonyException">The node does not show the block.</exception>
    public async Task<Hash32> HashOfAsync(ulong number, CancellationToken cancellation) =>
        (await HeaderAsync(number, cancellation).ConfigureAwait(false)).Hash;

    /// <summary>PREVRANDAO of a block (EIP-4399), as the node tells it.</summary>
    /// <exception cref="TestimonyException">The node does not show the block.</exception>
    public async Task<Hash32> RandaoOfAsync(ulong number, CancellationToken cancellation)
    {
        JsonElement json = await contracts.Web3.Client.Rpc.CallAsync(
            "eth_getBlockByNumber", [BlockReference.Number(number).ToString(), false], cancellation).ConfigureAwait(false);
        return json.ValueKind == JsonValueKind.Object
            ? Hash32.Parse(Text(json, "mixHash"))
            : throw new TestimonyException($"The node does not show block {number}.");
    }

    /// <summary>A word of a contract's storage.</summary>
    public async Task<Hash32> StorageAsync(Address contract, Hash32 slot, CancellationToken cancellation)
    {
        JsonElement json = await contracts.Web3.Client.Rpc.CallAsync(
            "eth_getStorageAt", [contract.ToString(), slot.ToString(), BlockReference.Number(block).ToString()], cancellation)
            .ConfigureAwait(false);
        return json.ValueKind == JsonValueKind.String
            ? Hash32.Parse(json.GetString()!)
            : throw new TestimonyException($"The node does not show the storage of {contract}.");
    }

    /// <summary>The transaction behind an event, with hash and sender recomputed from its signed bytes, and its call of one of several
    /// functions decoded.</summary>
    /// <exception cref="TestimonyException">Hash, chain, receiver or function are not what they must be.</exception>
    public async Task<(SignedCall Call, AbiFunction Function, AbiValues Arguments)> CallBehindAsync(
        ContractEvent happened, Contract contract, IReadOnlyList<string> functions, CancellationToken cancellation)
    {
        SignedCall call = await SignedCallAsync(happened.Log.TransactionHash, cancellation).ConfigureAwait(false);
        foreach (AbiFunction function in functions.Select(contract.Abi.Function))
        {
            if (!call.Data.Span.StartsWith(function.Selector)) continue;
            (_, AbiValues arguments) = await CallBehindAsync(happened, contract, function.Signature, cancellation).ConfigureAwait(false);
            return (call, function, arguments);
        }

        throw new TestimonyException($"Transaction {call.Hash} calls none of {string.Join(", ", functions)}.");
    }

    /// <summary>The transaction behind an event, with hash and sender recomputed from its signed bytes, and its call of one function
    /// decoded.</summary>
    /// <exception cref="TestimonyException">Hash, chain or receiver are not what they must be.</exception>
    public async Task<(SignedCall Call, AbiValues Arguments)> CallBehindAsync(
        ContractEvent happened, Contract contract, string function, CancellationToken cancellation)
    {
        SignedCall call = await SignedCallAsync(happened.Log.TransactionHash, cancellation).ConfigureAwait(false);
        if (call.To != contract.Address)
        {
            throw new TestimonyException(
                $"Transaction {call.Hash} went to {call.To?.ToString() ?? "nobody"}, not to {contract.Address}: what another contract "
                + $"called cannot be checked.");
        }

        return (call, contract.Abi.Function(function).DecodeCall(call.Data.Span));
    }

    private async Task<IReadOnlyList<ContractEvent>> ConfirmedAsync(IReadOnlyList<ContractEvent> events, CancellationToken cancellation)
    {
        foreach (ContractEvent one in events)
        {
            TransactionReceipt receipt = await ReceiptAsync(one.Log.TransactionHash, cancellation).ConfigureAwait(false);
            bool shown = receipt.Succeeded && receipt.TransactionHash == one.Log.TransactionHash
                && receipt.BlockNumber == one.Log.BlockNumber
                && receipt.Logs.Any(log => log.Address == one.Log.Address && log.LogIndex == one.Log.LogIndex
                    && log.Topics.SequenceEqual(one.Log.Topics) && log.Data.Span.SequenceEqual(one.Log.Data.Span));
            if (shown) continue;
            throw new TestimonyException(
                $"The node shows an event {one.Name} that the receipt of its transaction {one.Log.TransactionHash} does not have.");
        }

        return events;
    }

    private async Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation)
    {
        if (_headers.TryGetValue(number, out BlockHeader? known)) return known;
        return _headers[number] = await contracts.Web3.Client.GetBlockAsync(number, cancellation).ConfigureAwait(false)
            ?? throw new TestimonyException($"The node does not show block {number}.");
    }

    private async Task<TransactionReceipt> ReceiptAsync(Hash32 transaction, CancellationToken cancellation)
    {
        if (_receipts.TryGetValue(transaction, out TransactionReceipt? known)) return known;
        return _receipts[transaction] = await contracts.Web3.Client.GetReceiptAsync(transaction, cancellation).ConfigureAwait(false)
            ?? throw new TestimonyException($"The node shows an event in transaction {transaction}, but no receipt of it.");
    }

    private async Task<SignedCall> SignedCallAsync(Hash32 hash, CancellationToken cancellation)
    {
        if (_calls.TryGetValue(hash, out SignedCall? known)) return known;
        JsonElement json = await contracts.Web3.Client.Rpc.CallAsync(
            "eth_getTransactionByHash", [hash.ToString()], cancellation).ConfigureAwait(false);
        if (json.ValueKind != JsonValueKind.Object) throw new TestimonyException($"The node does not show transaction {hash}.");
        BigInteger type = Quantity(json, "type");
        if (type != Eip1559Transaction.TypeByte)
        {
            throw new TestimonyException(
                $"Transaction {hash} is of type {type}; only signatures of type 2 (EIP-1559) are recomputed here.");
        }
        var transaction = new Eip1559Transaction
        {
            ChainId = (ulong)Quantity(json, "chainId"),
            Nonce = (ulong)Quantity(json, "nonce"),
            MaxPriorityFeePerGas = Quantity(json, "maxPriorityFeePerGas"),
            MaxFeePerGas = Quantity(json, "maxFeePerGas"),
            GasLimit = (ulong)Quantity(json, "gas"),
            To = json.TryGetProperty("to", out JsonElement to) && to.ValueKind == JsonValueKind.String
                ? Address.Parse(to.GetString()!)
                : null,
            Value = Quantity(json, "value"),
            Data = Hex.Decode(Text(json, "input")),
            AccessList = AccessList(json),
        };
        string parity = json.TryGetProperty("yParity", out _) ? "yParity" : "v";
        var signed = new SignedTransaction(
            transaction, new Signature(Quantity(json, "r"), Quantity(json, "s"), !Quantity(json, parity).IsZero));
        if (signed.Hash != hash)
            throw new TestimonyException($"The node shows as transaction {hash} one whose hash is {signed.Hash}: it was changed.");
        if (transaction.ChainId != contracts.ChainId)
            throw new TestimonyException($"Transaction {hash} is signed for chain {transaction.ChainId}.");
        var call = new SignedCall(hash, signed.From, transaction.To, transaction.Data);
        _calls[hash] = call;
        return call;
    }

    private static List<AccessListEntry> AccessList(JsonElement json)
    {
        if (!json.TryGetProperty("accessList", out JsonElement list) || list.ValueKind != JsonValueKind.Array) return [];
        var entries = new List<AccessListEntry>();
        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("storageKeys", out JsonElement keys)
                || keys.ValueKind != JsonValueKind.Array)
                throw new TestimonyException("The node shows a malformed access list.");
            entries.Add(new AccessListEntry(
                Address.Parse(Text(entry, "address")),
                [.. keys.EnumerateArray().Select(
                static key => Hash32.Parse(key.ValueKind == JsonValueKind.String ? key.GetString()! : string.Empty))]));
        }

        return entries;
    }

    private static BigInteger Quantity(JsonElement json, string name) => Hex.DecodeQuantity(Text(json, name));

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new TestimonyException($"The node shows a transaction without '{name}'.");
}
