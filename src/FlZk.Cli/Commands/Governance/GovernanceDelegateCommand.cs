using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Governance;

/// <summary><c>flzk governance delegate</c>: says who votes with the sender's tokens.</summary>
internal sealed class GovernanceDelegateCommand : ExchangeCommand
{
    private readonly Option<Address?> _to = ValueOptions.OptionalAddress("--to", "Who votes. Default: you yourself.");

    public GovernanceDelegateCommand()
        : base(
            Access.Sends,
            "delegate",
            "Say who votes with your FLT; until you do, they do not count.",
            "flzk governance delegate --book exchange.json --key-file holder.key",
            "flzk governance delegate --to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json --key-file holder.key")
        => Add(_to);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        Address to = session.Parsed.GetValue(_to) ?? session.Sender;
        await session.Contracts.Token.DelegateAsync(to, cancellation).ConfigureAwait(false);
        BigInteger votes = await session.Contracts.Token.VotesOfAsync(to, cancellation).ConfigureAwait(false);
        return session.Done($"{to} now has {ExchangeSession.Tokens(votes)} votes.", new { @delegate = to.ToString(), votes });
    }
}
