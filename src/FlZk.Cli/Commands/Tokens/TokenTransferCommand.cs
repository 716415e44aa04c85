using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Tokens;

/// <summary><c>flzk token transfer</c>: moves FLT.</summary>
internal sealed class TokenTransferCommand : ExchangeCommand
{
    private readonly Argument<TokenAmount> _amount = ValueOptions.AmountArgument("How much FLT.");
    private readonly Option<Address> _to = ValueOptions.Address("--to", "Who receives it.");

    public TokenTransferCommand()
        : base(
            Access.Sends,
            "transfer",
            "Send FLT to another account.",
            "flzk token transfer 100 --to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json --key-file treasury.key")
    {
        AddAll(_amount, _to);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        BigInteger amount = session.Parsed.GetRequiredValue(_amount).InUnits(ExchangeSession.StakeDecimals);
        Address to = session.Parsed.GetRequiredValue(_to);
        await session.Contracts.Token.TransferAsync(to, amount, cancellation).ConfigureAwait(false);
        return session.Done($"{ExchangeSession.Tokens(amount)} FLT were sent to {to}.", new { to = to.ToString(), amount });
    }
}
