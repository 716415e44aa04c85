using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Connections;

/// <summary>The options that say which exchange on which chain.</summary>
internal sealed class ChainOptions
{
    /// <summary>Names an address book, for when no option does.</summary>
    public const string BookVariable = "FLZK_BOOK";

    /// <summary>The node that is asked when none is named.</summary>
    public static readonly Uri DefaultNode = new("http://127.0.0.1:8545");

    private readonly Option<Uri> _rpc = ValueOptions.Node("--rpc", $"The node's JSON-RPC endpoint. Default: {DefaultNode}");

    private readonly Option<string?> _book = new("--book")
    {
        Description = $"The exchange's address book, as 'flzk deploy' writes it. Default: the file that {BookVariable} names.",
        HelpName = "FILE",
    };

    private readonly Option<Address?> _exchange = ValueOptions.OptionalAddress(
        "--exchange", "The address of DataExchange, instead of a book.");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_rpc, _book, _exchange]) command.Add(option);
    }

    /// <summary>The node.</summary>
    public Uri Node(ParseResult parsed) => parsed.GetValue(_rpc) ?? DefaultNode;

    /// <summary>Finds the exchange's contracts.</summary>
    /// <exception cref="UsageException">No exchange, or two, are named.</exception>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">The book is not one.</exception>
    /// <exception cref="FlZk.Ethereum.JsonRpc.ChainException">The node cannot be reached, is of another chain than the book, or no exchange
    /// lives there.</exception>
    public async Task<ExchangeContracts> OpenAsync(ParseResult parsed, Web3 web3, CancellationToken cancellation)
    {
        string? book = parsed.GetValue(_book);
        if (parsed.GetValue(_exchange) is { } exchange)
        {
            if (book is not null) throw new UsageException("--book and --exchange each name the exchange: give one of them.");
            return await ExchangeContracts.OpenAsync(web3, exchange, cancellation).ConfigureAwait(false);
        }

        return await ReadBook(parsed).OpenAsync(web3, cancellation).ConfigureAwait(false);
    }

    /// <summary>The address book, read without a node.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">The book is not one.</exception>
    public AddressBook ReadBook(ParseResult parsed)
    {
        string? book = parsed.GetValue(_book) ?? Environment.GetEnvironmentVariable(BookVariable);
        return string.IsNullOrEmpty(book)
            ? throw new UsageException(
                $"Which exchange? Name its address book with --book FILE (or {BookVariable}), as 'flzk deploy' wrote it, or --exchange "
                + "ADDRESS.")
            : AddressBook.Read(book);
    }
}
