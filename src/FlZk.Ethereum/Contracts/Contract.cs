using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum.Contracts;

/// <summary>A contract on a chain: its functions are called and sent by name, its events decoded, its errors explained.</summary>
/// <example>
/// <code>
/// Contract token = web3.Contract(ContractAbi.Parse("function balanceOf(address owner) view returns (uint256 balance)"), address);
/// BigInteger balance = (await token.CallAsync("balanceOf", [owner])).Integer("balance");
/// </code>
/// </example>
public sealed class Contract
{
    private readonly Web3 _web3;

    internal Contract(Web3 web3, ContractAbi abi, Address address)
    {
        _web3 = web3;
        Abi = abi;
        Address = address;
        web3.Client.Reverts.Add(abi);
    }

    /// <summary>Where it lives.</summary>
    public Address Address { get; }

    /// <summary>What it understands.</summary>
    public ContractAbi Abi { get; }

    /// <summary>The receipt of its creation, when this object created it.</summary>
    public TransactionReceipt? CreationReceipt { get; internal init; }

    /// <summary>Calls a function without a transaction.</summary>
    /// <param name="function">Its name, or its signature where the name is overloaded.</param>
    /// <param name="arguments">Its arguments; see <see cref="AbiEncoder"/> for what they may be.</param>
    /// <param name="block">The state to call on; the last block by default.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its results by position and name.</returns>
    /// <exception cref="AbiException">No such function, unfit arguments, or no contract at the address.</exception>
    /// <exception cref="TransactionRevertedException">It reverted.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<AbiValues> CallAsync(
        string function, IReadOnlyList<object> arguments, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiFunction called = Abi.Function(function);
        TransactionRequest request = Request(called, arguments) with { From = _web3.Account?.Address };
        try
        {
            return called.DecodeResult(await _web3.Client.CallAsync(request, block, cancellation).ConfigureAwait(false));
        }
        catch (TransactionRevertedException reverted)
        {
            throw new TransactionRevertedException(called.Name, reverted.Reason, null, reverted.InnerException);
        }
    }

    /// <summary>Calls a function that returns one value, of the CLR type named in <see cref="AbiKind"/>.</summary>
    /// <inheritdoc cref="CallAsync(string, IReadOnlyList{object}, BlockReference, CancellationToken)"/>
    public async Task<T> CallAsync<T>(
        string function, IReadOnlyList<object> arguments, BlockReference block = default, CancellationToken cancellation = default)
    {
        AbiValues results = await CallAsync(function, arguments, block, cancellation).ConfigureAwait(false);
        return results is [T only]
            ? only
            : throw new AbiException($"{function} returns {results.Count} values or another type than {typeof(T).Name}.");
    }

    /// <summary>Sends a call of a function as a transaction and waits for its receipt.</summary>
    /// <param name="function">Its name, or its signature where the name is overloaded.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    /// <param name="cancellation">Stops waiting; what was sent goes its way.</param>
    /// <exception cref="AbiException">No such function, or unfit arguments.</exception>
    /// <exception cref="TransactionRevertedException">It would revert (nothing was sent), or did (the
    /// exception holds the receipt).</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused, or the transaction was not mined in time.</exception>
    public Task<TransactionReceipt> SendAsync(
        string function, IReadOnlyList<object> arguments, SendOptions? options = null, CancellationToken cancellation = default)
    {
        AbiFunction called = Abi.Function(function);
        return _web3.SendAsync(Request(called, arguments), options, called.Name, cancellation);
    }

    /// <summary>Sends a call of a function as a transaction without waiting for its receipt.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<SignedTransaction> SubmitAsync(
        string function, IReadOnlyList<object> arguments, SendOptions? options = null, CancellationToken cancellation = default)
    {
        AbiFunction called = Abi.Function(function);
        return _web3.SubmitAsync(Request(called, arguments), options, called.Name, cancellation);
    }

    /// <summary>How much gas a call would take as a transaction, without a margin.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<ulong> EstimateGasAsync(
        string function, IReadOnlyList<object> arguments, SendOptions? options = null, CancellationToken cancellation = default)
    {
        TransactionRequest request = Request(Abi.Function(function), arguments);
        return _web3.Client.EstimateGasAsync(
            request with { From = _web3.Account?.Address, Value = options?.Value ?? default, GasLimit = options?.GasLimit }, cancellation);
    }

    /// <summary>The contract's events of one name in a range of blocks, in order.</summary>
    /// <param name="name">The event's name, or its signature where the name is overloaded.</param>
    /// <param name="fromBlock">The first block.</param>
    /// <param name="toBlock">The last block; null for the chain's last.</param>
    /// <param name="indexed">Wanted values of indexed fields by name; fields left out match anything.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AbiException">No such event or field, or a malformed log.</exception>
    /// <exception cref="ChainException">The node cannot be reached or refused.</exception>
    public async Task<IReadOnlyList<ContractEvent>> GetEventsAsync(
        string name,
        ulong fromBlock = 0,
        ulong? toBlock = null,
        IReadOnlyDictionary<string, object>? indexed = null,
        CancellationToken cancellation = default)
    {
        AbiEvent definition = Abi.Event(name);
        var filter = new LogFilter
        {
            Addresses = [Address],
            Topics = definition.EncodeTopics(indexed),
            FromBlock = fromBlock,
            ToBlock = toBlock,
        };
        IReadOnlyList<LogEntry> logs = await _web3.Client.GetLogsAsync(filter, cancellation).ConfigureAwait(false);
        return [.. logs.Where(log => definition.Matches(log.Topics)).Select(log => Decode(definition, log))];
    }

    /// <summary>All of the contract's events in a range of blocks that its ABI declares, in order.</summary>
    /// <inheritdoc cref="GetEventsAsync(string, ulong, ulong?, IReadOnlyDictionary{string, object}?, CancellationToken)"/>
    public async Task<IReadOnlyList<ContractEvent>> GetEventsAsync(
        ulong fromBlock = 0, ulong? toBlock = null, CancellationToken cancellation = default) =>
        Decode(await _web3.Client.GetLogsAsync(
            new LogFilter { Addresses = [Address], FromBlock = fromBlock, ToBlock = toBlock }, cancellation).ConfigureAwait(false));

    /// <summary>The contract's own events among a receipt's.</summary>
    /// <exception cref="AbiException">A malformed log.</exception>
    public IReadOnlyList<ContractEvent> EventsOf(TransactionReceipt receipt) => Decode(receipt.Logs);

    /// <summary>The contract's own events of one name among a receipt's.</summary>
    /// <exception cref="AbiException">No such event, or a malformed log.</exception>
    public IReadOnlyList<ContractEvent> EventsOf(TransactionReceipt receipt, string name)
    {
        AbiEvent definition = Abi.Event(name);
        return [.. EventsOf(receipt).Where(e => e.Definition == definition)];
    }

    /// <inheritdoc/>
    public override string ToString() => Address.ToString();

    private static ContractEvent Decode(AbiEvent definition, LogEntry log) =>
        new(definition, definition.Decode(log.Topics, log.Data.Span), log);

    private List<ContractEvent> Decode(IEnumerable<LogEntry> logs)
    {
        List<ContractEvent> events = [];
        foreach (LogEntry log in logs.Where(log => log.Address == Address))
        {
            if (Abi.Events.FirstOrDefault(e => e.Matches(log.Topics)) is { } definition) events.Add(Decode(definition, log));
        }

        return events;
    }

    private TransactionRequest Request(AbiFunction function, IReadOnlyList<object> arguments) =>
        new() { To = Address, Data = function.EncodeCall(arguments) };
}
