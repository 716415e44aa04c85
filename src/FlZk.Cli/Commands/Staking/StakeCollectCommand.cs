using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary><c>flzk stake collect</c>: pays what slashing took to the treasury.</summary>
internal sealed class StakeCollectCommand : ExchangeCommand
{
    public StakeCollectCommand()
        : base(
            Access.Sends,
            "collect",
            "Pay to the treasury what slashing took and no provider was harmed by. Anyone may; you receive nothing.",
            "flzk stake collect --book exchange.json --key-file anyone.key")
    {
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        StakeVaultContract vault = session.Contracts.StakeVault;
        BigInteger amount = await vault.UncollectedProceedsAsync(cancellation).ConfigureAwait(false);
        Address treasury = await vault.TreasuryAsync(cancellation).ConfigureAwait(false);
        if (!amount.IsZero) await vault.CollectProceedsAsync(cancellation).ConfigureAwait(false);
        return session.Done(
            amount.IsZero
                ? "Nothing is left to collect."
                : $"{ExchangeSession.Tokens(amount)} FLT were paid to the treasury, {treasury}.",
            new { amount, treasury = treasury.ToString() });
    }
}
