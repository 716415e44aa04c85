using System.CommandLine;
using System.Globalization;
using System.Numerics;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange;
using FlZk.Exchange.Contracts;
using Spectre.Console;

namespace FlZk.Cli.Connections;

/// <summary>One command's connection: the exchange, bound for the sender if there is one, and where the result goes.</summary>
internal sealed class ExchangeSession(ParseResult parsed, ExchangeContracts contracts, TransactionLog log, CommandOutput output)
{
    /// <summary>Decimals of FLT, and of ether.</summary>
    public const int StakeDecimals = 18;

    /// <summary>The options' values.</summary>
    public ParseResult Parsed { get; } = parsed;

    /// <summary>The exchange.</summary>
    public ExchangeContracts Contracts { get; } = contracts;

    /// <summary>Where words go.</summary>
    public CommandOutput Output { get; } = output;

    /// <summary>The transactions sent so far.</summary>
    public IReadOnlyList<StepTaken> Transactions => log.Steps;

    /// <summary>Who sends.</summary>
    public Address Sender => Contracts.Sender;

    /// <summary>Ends a command that sent transactions: one sentence, then what each of them cost.</summary>
    /// <param name="sentence">What is now true.</param>
    /// <param name="more">The result's own members, for JSON; the transactions are added.</param>
    public ExitCode Done(string sentence, object? more = null)
    {
        var result = new ActionResult(sentence, Contracts.ChainId, Contracts.Web3.Account?.Address.ToString(), more, Transactions);
        Output.Result(result, console =>
        {
            console.Write(new Text(sentence + Environment.NewLine));
            foreach (StepTaken step in Transactions)
            {
                console.Write(new Text(
                    string.Create(CultureInfo.InvariantCulture, $"  {step.Step}: {step.GasUsed:N0} gas, block {step.Block}, {step.Hash}")
                    + Environment.NewLine));
            }
        });
        return ExitCode.Ok;
    }

    /// <summary>Ends a command that only reads: names and values, one pair a line.</summary>
    public ExitCode Show<T>(T result, params IEnumerable<(string Name, string Value)> lines)
    {
        Output.Result(result, console =>
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
            foreach ((string name, string value) in lines) grid.AddRow(new Text(name), new Text(value));
            console.Write(grid);
        });
        return ExitCode.Ok;
    }

    /// <summary>Ends a command that lists: a table, or one sentence when there is nothing.</summary>
    public ExitCode List<T>(T result, string nothing, string[] columns, IReadOnlyList<string[]> rows)
    {
        Output.Result(result, console =>
        {
            if (rows.Count == 0)
            {
                console.Write(new Text(nothing + Environment.NewLine));
                return;
            }

            var table = new Table().Border(TableBorder.None);
            foreach (string column in columns) table.AddColumn(new TableColumn(new Text(column)).NoWrap());
            foreach (string[] row in rows) table.AddRow(row.Select(cell => new Text(cell)));
            console.Write(table);
        });
        return ExitCode.Ok;
    }

    /// <summary>Lets a contract take an amount of a token from the sender, unless it may already.</summary>
    public async Task ApproveAsync(Address token, Address spender, BigInteger amount, CancellationToken cancellation)
    {
        if (token.IsZero) return;
        var contract = new TokenContract(Contracts.Web3, token);
        BigInteger allowed = await contract.AllowanceAsync(Sender, spender, cancellation).ConfigureAwait(false);
        if (allowed < amount) await contract.ApproveAsync(spender, amount, cancellation).ConfigureAwait(false);
    }

    /// <summary>Refuses to go on when the sender's free bond is too small, and says how to enlarge it.</summary>
    /// <exception cref="ExchangeException">It is too small.</exception>
    public async Task RequireFreeBondAsync(BigInteger needed, CancellationToken cancellation)
    {
        Bond bond = await Contracts.StakeVault.BondOfAsync(Sender, cancellation).ConfigureAwait(false);
        if (bond.Free >= needed) return;
        throw new ExchangeException(
            $"{Tokens(needed)} FLT would be locked, but the free bond of {Sender} is {Tokens(bond.Free)} FLT. Run: flzk stake deposit "
            + $"{Tokens(needed - bond.Free)}");
    }

    /// <summary>The last block's time, by which the contracts judge deadlines.</summary>
    public async Task<DateTimeOffset> ChainTimeAsync(CancellationToken cancellation) =>
        (await Contracts.Web3.Client.GetBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false))?.Timestamp
        ?? throw new InvalidChainResponseException("The node has no last block.");

    /// <summary>An amount of the stake token in words.</summary>
    public static string Tokens(BigInteger units) => TokenAmount.Format(units, StakeDecimals);

    /// <summary>A time of the chain in words; a dash for none.</summary>
    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
