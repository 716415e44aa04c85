using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Tokens;

/// <summary><c>flzk token approve</c>: says how much FLT somebody may take.</summary>
internal sealed class TokenApproveCommand : ExchangeCommand
{
    private readonly Argument<TokenAmount> _amount = ValueOptions.AmountArgument("How much FLT; 0 takes an approval back.");
    private readonly Option<Address> _spender = ValueOptions.Address("--spender", "Who may take it.");

    public TokenApproveCommand()
        : base(
            Access.Sends,
            "approve",
            "Say how much of your FLT an account may take; replaces what you said before. Other commands approve what they need "
            + "themselves.",
            "flzk token approve 100 --spender 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json --key-file holder.key",
            "flzk token approve 0 --spender 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json --key-file holder.key")
    {
        AddAll(_amount, _spender);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        BigInteger amount = session.Parsed.GetRequiredValue(_amount).InUnits(ExchangeSession.StakeDecimals);
        Address spender = session.Parsed.GetRequiredValue(_spender);
        await session.Contracts.Token.ApproveAsync(spender, amount, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{spender} may take {ExchangeSession.Tokens(amount)} FLT of {session.Sender}.", new { spender = spender.ToString(), amount });
    }
}
