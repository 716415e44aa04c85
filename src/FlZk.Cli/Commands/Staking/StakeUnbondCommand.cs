using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary><c>flzk stake unbond</c>: starts the delay after which free bond may leave.</summary>
internal sealed class StakeUnbondCommand : ExchangeCommand
{
    private readonly Argument<TokenAmount> _amount = ValueOptions.AmountArgument("How much FLT.");

    public StakeUnbondCommand()
        : base(
            Access.Sends,
            "unbond",
            "Start the delay after which free bond may be withdrawn. Unbonding more later starts the delay again for all of it.",
            "flzk stake unbond 500 --book exchange.json --key-file provider.key") => Add(_amount);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        BigInteger amount = session.Parsed.GetRequiredValue(_amount).InUnits(ExchangeSession.StakeDecimals);
        await session.Contracts.StakeVault.StartUnbondingAsync(amount, cancellation).ConfigureAwait(false);
        Bond bond = await session.Contracts.StakeVault.BondOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{ExchangeSession.Tokens(bond.Unbonding)} FLT may leave from {ExchangeSession.Time(bond.ReleasableAt)} on: 'flzk stake "
            + "withdraw'.",
            BondSummary.Of(session.Sender, bond));
    }
}
