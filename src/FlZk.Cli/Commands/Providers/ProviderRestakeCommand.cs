using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider restake</c>: changes the stake in a job.</summary>
internal sealed class ProviderRestakeCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<TokenAmount> _stake = ValueOptions.Amount("--stake", "The whole stake from then on, in FLT.");

    public ProviderRestakeCommand()
        : base(
            Access.Sends,
            "restake",
            "Change your stake in a job between rounds: leaves and joins again with the same data set.",
            "flzk provider restake --job 1 --stake 250 --book exchange.json --key-file provider.key")
    {
        AddAll(_job, _stake);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        BigInteger stake = session.Parsed.GetRequiredValue(_stake).InUnits(ExchangeSession.StakeDecimals);
        ContributorView part = await new Provider(session.Contracts, Path.GetTempPath()).RestakeAsync(
            job, stake, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{session.Sender} has {ExchangeSession.Tokens(part.Stake)} FLT locked in job {job}; it takes part from round "
            + $"{part.FirstRound} on.",
            ContributorSummary.Of(part));
    }
}
