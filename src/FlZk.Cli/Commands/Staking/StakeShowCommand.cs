using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary><c>flzk stake show</c>: an account's bond.</summary>
internal sealed class StakeShowCommand : ExchangeCommand
{
    private readonly Option<Address> _account = ValueOptions.Address("--account", "Whose bond.");

    public StakeShowCommand()
        : base(
            Access.Reads,
            "show",
            "Show an account's bond: free, locked for jobs, unbonding.",
            "flzk stake show --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json") => Add(_account);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        Address account = session.Parsed.GetRequiredValue(_account);
        Bond bond = await session.Contracts.StakeVault.BondOfAsync(account, cancellation).ConfigureAwait(false);
        return session.Show(
            BondSummary.Of(account, bond),
            [
                ("account", account.ToString()),
                ("free", $"{ExchangeSession.Tokens(bond.Free)} FLT"),
                ("locked", $"{ExchangeSession.Tokens(bond.Locked)} FLT"),
                ("unbonding", $"{ExchangeSession.Tokens(bond.Unbonding)} FLT"
                    + (bond.ReleasableAt is { } at ? $", from {ExchangeSession.Time(at)}" : string.Empty)),
            ]);
    }
}
