using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider status</c>: where a provider stands in a job.</summary>
internal sealed class ProviderStatusCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<Address> _account = ValueOptions.Address("--account", "The provider.");
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");

    public ProviderStatusCommand()
        : base(
            Access.Reads,
            "status",
            "Show where a provider stands in a job: registered, committed, revealed, share, claimed.",
            "flzk provider status --job 1 --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json")
    {
        AddAll(_job, _account, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        ulong job = session.Parsed.GetRequiredValue(_job);
        Address account = session.Parsed.GetRequiredValue(_account);
        int first = await contracts.Exchange.FirstRoundOfAsync(job, account, cancellation).ConfigureAwait(false);
        var locked = await contracts.StakeVault.LockedForAsync(account, job, cancellation).ConfigureAwait(false);
        int latest = await contracts.Coordinator.CurrentRoundAsync(job, default, cancellation).ConfigureAwait(false);
        int round = session.Parsed.GetValue(_round) ?? latest;
        ProviderRound? part = round == 0 ? null : await PartAsync(contracts, job, round, account, cancellation).ConfigureAwait(false);
        return session.Show(
            new { job, account = account.ToString(), firstRound = first == 0 ? (int?)null : first, locked, round = part },
            [
                ("provider", account.ToString()),
                ("job", first == 0 ? $"{job}: not registered" : $"{job}, from round {first} on"),
                ("locked", $"{ExchangeSession.Tokens(locked)} FLT"),
                ("round", part is null ? "none yet" : part.ToString()),
            ]);
    }

    private static async Task<ProviderRound> PartAsync(
        ExchangeContracts contracts, ulong job, int number, Address account, CancellationToken cancellation)
    {
        RoundView round = await contracts.Coordinator.GetRoundAsync(job, number, default, cancellation).ConfigureAwait(false);
        bool pending = await contracts.Coordinator.HasPendingCommitAsync(round.Id, account, cancellation).ConfigureAwait(false);
        long weight = await contracts.Coordinator.RevealedWeightAsync(round.Id, account, cancellation).ConfigureAwait(false);
        var distributed = await contracts.Distributor.RoundRewardAsync(round.Id, default, cancellation).ConfigureAwait(false);
        var share = distributed is null
            ? default
            : await contracts.Distributor.ShareOfAsync(round.Id, account, default, cancellation).ConfigureAwait(false);
        bool claimed = await contracts.Distributor.IsClaimedAsync(round.Id, account, cancellation).ConfigureAwait(false);
        return new ProviderRound(
            RoundSummary.Of(round), pending || weight != 0, weight == 0 ? null : weight, distributed is not null, share, claimed);
    }
}
