using System.CommandLine;
using System.Globalization;
using System.Numerics;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Signatures;
using Spectre.Console;

namespace FlZk.Cli.Connections;

/// <summary>A command that signs what another account will send. With <c>--nonce</c> and an address book it needs no node, so that the key
/// can stay on a machine without a network.</summary>
internal abstract class SigningCommand : CliCommand
{
    private static readonly TimeSpan UsualValidity = TimeSpan.FromDays(1);

    private readonly ChainOptions _chain = new();
    private readonly AccountOptions _account = new();
    private readonly Option<BigInteger?> _nonce = new("--nonce")
    {
        Description = "The number that your next signature of this kind must carry. With it, no node is asked. Default: asked of the node.",
        HelpName = "N",
        CustomParser = result =>
            BigInteger.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger nonce)
                ? nonce
                : ValueOptions.Refuse<BigInteger?>(result, $"--nonce: '{result.Tokens[0].Value}' is no number"),
    };
    private readonly Option<TimeSpan?> _validity = ValueOptions.Duration(
        "--valid-for", $"How long the signature can be used. Default: {DurationText.Format(UsualValidity)}.");
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the signed message, for 'flzk relay'.", HelpName = "FILE", Required = true };

    /// <summary>Names the command.</summary>
    /// <param name="expires">Whether what it signs has a deadline.</param>
    /// <param name="name">The word the user types.</param>
    /// <param name="description">One sentence of help.</param>
    /// <param name="examples">Complete command lines for the end of the help text.</param>
    protected SigningCommand(bool expires, string name, string description, params string[] examples)
        : base(name, description, examples)
    {
        Add(_output);
        Add(_nonce);
        if (expires) Add(_validity);
        _chain.AddTo(this);
        _account.AddTo(this);
        Writes(_output);
    }

    /// <inheritdoc/>
    public sealed override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        Account account = _account.Read(parsed);
        SigningContext context = parsed.GetValue(_nonce) is { } nonce
            ? new SigningContext(parsed, account, _chain.ReadBook(parsed).Addresses, nonce, DateTimeOffset.UtcNow + Validity(parsed))
            : await AskAsync(parsed, account, cancellation).ConfigureAwait(false);
        _account.RequireAllowed(parsed, context.Addresses.ChainId);
        (SignedMessage message, string sentence) = Sign(context);
        string file = parsed.GetRequiredValue(_output);
        message.Write(file);
        output.Result(
            new
            {
                file,
                signer = account.Address.ToString(),
                chainId = message.ChainId,
                contract = message.Contract.ToString(),
                nonce = message.Nonce,
            },
            console => console.Write(new Text($"{sentence} {file} can be sent by anybody: flzk relay {file}{Environment.NewLine}")));
        return ExitCode.Ok;
    }

    /// <summary>The signer's next nonce, asked of the node.</summary>
    protected abstract Task<BigInteger> NonceAsync(ExchangeContracts contracts, Address signer, CancellationToken cancellation);

    /// <summary>Signs, and says in a sentence what.</summary>
    protected abstract (SignedMessage Message, string Sentence) Sign(SigningContext context);

    private async Task<SigningContext> AskAsync(ParseResult parsed, Account account, CancellationToken cancellation)
    {
        using var client = new EthereumClient(_chain.Node(parsed));
        using var web3 = new Web3(client, account);
        ExchangeContracts contracts = await _chain.OpenAsync(parsed, web3, cancellation).ConfigureAwait(false);
        BigInteger nonce = await NonceAsync(contracts, account.Address, cancellation).ConfigureAwait(false);
        DateTimeOffset now = (await client.GetBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false))?.Timestamp
            ?? DateTimeOffset.UtcNow;
        return new SigningContext(parsed, account, contracts.Addresses, nonce, now + Validity(parsed));
    }

    private TimeSpan Validity(ParseResult parsed) => parsed.GetValue(_validity) ?? UsualValidity;
}
