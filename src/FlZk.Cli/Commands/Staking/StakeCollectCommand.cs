using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary><c>flzk stake collect</c>: the treasury takes what slashing took.</summary>
internal sealed class StakeCollectCommand : ExchangeCommand
{
    public StakeCollectCommand()
        : base(
            Access.Sends,
            "collect",
            "Take what slashing took and no provider was harmed by; the treasury alone may. Where the timelock is the treasury, a proposal "
            + "does: { \"target\": \"vault\", \"call\": \"collectProceeds()\" }.",
            "flzk stake collect --book exchange.json --keystore treasury.json")
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
