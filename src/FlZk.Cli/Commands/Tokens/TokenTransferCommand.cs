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
    private readonly Option<Address?> _from = ValueOptions.OptionalAddress(
        "--from", "Whose FLT, if it has approved you for it. Default: your own.");

    public TokenTransferCommand()
        : base(
            Access.Sends,
            "transfer",
            "Send FLT to another account.",
            "flzk token transfer 100 --to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json --key-file treasury.key",
            "flzk token transfer 100 --from 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --to 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC "
            + "--book exchange.json --key-file spender.key")
    {
        AddAll(_amount, _to, _from);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        BigInteger amount = session.Parsed.GetRequiredValue(_amount).InUnits(ExchangeSession.StakeDecimals);
        Address to = session.Parsed.GetRequiredValue(_to);
        if (session.Parsed.GetValue(_from) is not { } from)
        {
            await session.Contracts.Token.TransferAsync(to, amount, cancellation).ConfigureAwait(false);
            return session.Done(
                $"{ExchangeSession.Tokens(amount)} FLT were sent to {to}.",
                new { from = session.Sender.ToString(), to = to.ToString(), amount });
        }

        await session.Contracts.Token.TransferFromAsync(from, to, amount, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{ExchangeSession.Tokens(amount)} FLT of {from} were sent to {to}.",
            new { from = from.ToString(), to = to.ToString(), amount });
    }
}
