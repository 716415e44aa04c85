using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum.Accounts;
using FlZk.Exchange;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;
using Spectre.Console;

namespace FlZk.Cli.Commands.Contributions;

/// <summary><c>flzk contribution sign</c>: a provider stands for its proof. Needs no node.</summary>
internal sealed class ContributionSignCommand : CliCommand
{
    private readonly Option<string> _proof = ContributionOptions.Proof();
    private readonly Option<string> _output =
        new("--out") { Description = "Receives the signed proof.", HelpName = "FILE", Required = true };
    private readonly ChainOptions _chain = new();
    private readonly AccountOptions _account = new();

    public ContributionSignCommand()
        : base(
            "sign",
            "Sign a contribution proof of yours (EIP-712) for whoever relies on it: if it fails, part of your stake is lost. Needs "
            + "no node.",
            "flzk contribution sign --proof proof.json --out signed-proof.json --book exchange.json --keystore provider.json")
    {
        Add(_proof);
        Add(_output);
        _chain.AddTo(this);
        _account.AddTo(this);
        Writes(_output);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        Account account = _account.Read(parsed);
        ExchangeAddresses addresses = _chain.ReadBook(parsed).Addresses;
        _account.RequireAllowed(parsed, addresses.ChainId);
        SignedContribution proof = SignedContribution.Read(parsed.GetRequiredValue(_proof));
        if (proof.Round.ChainId != addresses.ChainId || proof.Round.Coordinator != addresses.Coordinator)
        {
            throw new ExchangeException(
                $"The proof is for {proof.Round} of {proof.Round.Coordinator} on chain {proof.Round.ChainId}, another exchange.");
        }

        string file = parsed.GetRequiredValue(_output);
        proof.Sign(account, addresses.Disputes).Write(file);
        output.Result(
            new
            {
                file,
                job = proof.Round.Job,
                round = proof.Round.Round,
                provider = proof.Provider.ToString(),
                proofHash = proof.ProofHash.ToString(),
            },
            console => console.Write(new Text(
                $"{file}: {proof.Provider} stands for the proof {proof.ProofHash} of {proof.Round}{Environment.NewLine}")));
        return Task.FromResult(ExitCode.Ok);
    }
}
