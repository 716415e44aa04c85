using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Exchange.Contracts;
using Spectre.Console;

namespace FlZk.Cli.Connections;

/// <summary>A command that talks to an exchange: connects, and ends dry runs.</summary>
internal abstract class ExchangeCommand : CliCommand
{
    private readonly ChainOptions _chain = new();
    private readonly AccountOptions? _account;
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Only simulate: say what the first transaction would do and cost, or why it would revert.",
    };

    /// <summary>Names the command.</summary>
    /// <param name="access">Whether it sends transactions.</param>
    /// <param name="name">The word the user types.</param>
    /// <param name="description">One sentence of help.</param>
    /// <param name="examples">Complete command lines for the end of the help text.</param>
    protected ExchangeCommand(Access access, string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        _chain.AddTo(this);
        if (access != Access.Sends) return;
        _account = new AccountOptions();
        _account.AddTo(this);
        Add(_dryRun);
    }

    /// <summary>Whether a command sends transactions.</summary>
    protected enum Access
    {
        /// <summary>It only reads and needs no key.</summary>
        Reads,

        /// <summary>It sends, for an account.</summary>
        Sends,
    }

    /// <inheritdoc/>
    public sealed override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        Account? account = _account?.Read(parsed);
        using var client = new EthereumClient(_chain.Node(parsed));
        var log = new TransactionLog(output.Progress, _account is not null && parsed.GetValue(_dryRun));
        using var web3 = new Web3(client, account) { Observer = log };
        ExchangeContracts contracts = await _chain.OpenAsync(parsed, web3, cancellation).ConfigureAwait(false);
        _account?.RequireAllowed(parsed, contracts.ChainId);
        try
        {
            return await RunAsync(new ExchangeSession(parsed, contracts, log, output), cancellation).ConfigureAwait(false);
        }
        catch (DryRunEndedException ended)
        {
            output.Result(ended.Plan, console => console.Write(new Text(ended.Plan + Environment.NewLine)));
            return ExitCode.Ok;
        }
    }

    /// <summary>Does the work on the connected exchange.</summary>
    protected abstract Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation);
}
