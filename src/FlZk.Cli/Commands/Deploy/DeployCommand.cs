using System.CommandLine;
using System.Globalization;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.Development;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using Spectre.Console;

namespace FlZk.Cli.Commands.Deploy;

/// <summary><c>flzk deploy</c>: puts an exchange on a chain and writes its address book.</summary>
internal sealed class DeployCommand : CliCommand
{
    private const string PlanSuffix = ".plan";

    private readonly Option<Uri> _rpc = ValueOptions.Node(
        "--rpc",
        $"The node's JSON-RPC endpoint. Default: {ChainOptions.DefaultNode}; where nothing listens there, a local chain is started.");
    private readonly Option<string> _book =
        new("--book") { Description = "Receives the address book.", HelpName = "FILE", Required = true };
    private readonly DeploymentOptions _deployment = new();
    private readonly AccountOptions _account = new();

    public DeployCommand()
        : base(
            "deploy",
            "Deploy an exchange: token, governance, vault, registries, coordinator and all the rest; writes the address book.",
            "flzk deploy --book exchange.json --verifier-key keys/linked-key.bin",
            "flzk deploy --rpc https://rpc.example.org --book exchange.json --verifier-key keys/linked-key.bin --keystore deployer.json")
    {
        Add(_rpc);
        Add(_book);
        _deployment.AddTo(this);
        _account.AddTo(this);
        Writes(_book);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string file = parsed.GetRequiredValue(_book);
        Account? account = _account.Find(parsed);
        bool starts = parsed.GetValue(_rpc) is null && !await ListensAsync(ChainOptions.DefaultNode, cancellation).ConfigureAwait(false);
        using AnvilNode? own = starts ? await StartAsync(output, cancellation).ConfigureAwait(false) : null;
        account ??= own?.Accounts[0] ?? _account.Read(parsed);
        var log = new TransactionLog(output.Progress, dryRun: false);
        using var client = new EthereumClient(parsed.GetValue(_rpc) ?? ChainOptions.DefaultNode);
        using var web3 = new Web3(client, account) { Observer = log };
        _account.RequireAllowed(parsed, await client.GetChainIdAsync(cancellation).ConfigureAwait(false));
        AddressBook book = await _deployment.DeployAsync(
            parsed, web3, file + PlanSuffix, output.Progress, cancellation).ConfigureAwait(false);
        book.Write(file);
        Report(output, file, book, log.Steps);
        if (own is not null) await StayAsync(own, file, output, cancellation).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static void Report(CommandOutput output, string file, AddressBook book, IReadOnlyList<StepTaken> steps)
    {
        ulong gas = steps.Aggregate(0UL, (sum, step) => sum + step.GasUsed);
        string sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{file}: the exchange is at {book.Addresses.Exchange} on chain {book.Addresses.ChainId}; {steps.Count} transactions, "
            + $"{gas:N0} gas");
        output.Result(
            new
            {
                book = file,
                chainId = book.Addresses.ChainId,
                exchange = book.Addresses.Exchange.ToString(),
                verifiers = book.Verifiers.Select(verifier => verifier.Address.ToString()),
                gas,
                transactions = steps,
            },
            console => console.Write(new Text(sentence + Environment.NewLine)));
    }

    private static async Task<bool> ListensAsync(Uri node, CancellationToken cancellation)
    {
        using var client = new EthereumClient(node);
        try
        {
            await client.GetChainIdAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (ChainUnreachableException)
        {
            return false;
        }
    }

    private static Task<AnvilNode> StartAsync(CommandOutput output, CancellationToken cancellation)
    {
        output.Note($"Nothing listens at {ChainOptions.DefaultNode}: a local chain is started there.");
        return AnvilNode.StartAsync(new AnvilOptions { Port = ChainOptions.DefaultNode.Port }, output.Progress, cancellation);
    }

    private static async Task StayAsync(AnvilNode chain, string book, CommandOutput output, CancellationToken cancellation)
    {
        output.Note($"The chain runs at {chain.Url} until Ctrl-C; --dev-account 0 deployed and holds all FLT. From another terminal:");
        output.Note($"  flzk job list --book {book}");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
