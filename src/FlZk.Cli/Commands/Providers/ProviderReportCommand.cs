using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider report</c>: reports a provider who held a receipt and stayed silent.</summary>
internal sealed class ProviderReportCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round in which it stayed silent.");
    private readonly Option<Address> _account = ValueOptions.Address("--account", "The silent provider.");

    public ProviderReportCommand()
        : base(
            Access.Sends,
            "report",
            "Report a provider whose receipt was posted and who did not reveal in time; it is slashed. Anyone may.",
            "flzk provider report --job 1 --round 2 --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --book exchange.json "
            + "--key-file anyone.key")
    {
        _round.Required = true;
        AddAll(_job, _round, _account);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = session.Parsed.GetValue(_round)!.Value;
        Address account = session.Parsed.GetRequiredValue(_account);
        await session.Contracts.Coordinator.ReportSilentProviderAsync(
            session.Contracts.Coordinator.RoundId(job, round), account, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{account} stayed silent in round {round} of job {job} and was slashed.", new { job, round, provider = account.ToString() });
    }
}
