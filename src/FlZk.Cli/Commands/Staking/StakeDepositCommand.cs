using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary><c>flzk stake deposit</c>: adds to the sender's bond.</summary>
internal sealed class StakeDepositCommand : ExchangeCommand
{
    private readonly Argument<TokenAmount> _amount = ValueOptions.AmountArgument("How much FLT.");

    public StakeDepositCommand()
        : base(
            Access.Sends,
            "deposit",
            "Add FLT to your free bond; the vault is approved for exactly that amount on the way.",
            "flzk stake deposit 500 --book exchange.json --key-file provider.key") => Add(_amount);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        BigInteger amount = session.Parsed.GetRequiredValue(_amount).InUnits(ExchangeSession.StakeDecimals);
        BigInteger balance = await contracts.Token.BalanceOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        if (balance < amount)
        {
            throw new FlZk.Exchange.ExchangeException(
                $"{session.Sender} has {ExchangeSession.Tokens(balance)} FLT, not {ExchangeSession.Tokens(amount)}.");
        }

        await session.ApproveAsync(contracts.Addresses.Token, contracts.StakeVault.Address, amount, cancellation).ConfigureAwait(false);
        await contracts.StakeVault.DepositAsync(amount, cancellation).ConfigureAwait(false);
        Bond bond = await contracts.StakeVault.BondOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{ExchangeSession.Tokens(amount)} FLT were deposited; the free bond is {ExchangeSession.Tokens(bond.Free)} FLT.",
            BondSummary.Of(session.Sender, bond));
    }
}
