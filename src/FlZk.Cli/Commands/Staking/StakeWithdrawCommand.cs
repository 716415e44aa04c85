using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary><c>flzk stake withdraw</c>: pays out what has waited out its delay.</summary>
internal sealed class StakeWithdrawCommand : ExchangeCommand
{
    public StakeWithdrawCommand()
        : base(
            Access.Sends,
            "withdraw",
            "Take out the bond whose delay is over.",
            "flzk stake withdraw --book exchange.json --key-file provider.key")
    {
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        Bond before = await session.Contracts.StakeVault.BondOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        await session.Contracts.StakeVault.WithdrawAsync(cancellation).ConfigureAwait(false);
        Bond bond = await session.Contracts.StakeVault.BondOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{ExchangeSession.Tokens(before.Unbonding)} FLT were paid to {session.Sender}.", BondSummary.Of(session.Sender, bond));
    }
}
