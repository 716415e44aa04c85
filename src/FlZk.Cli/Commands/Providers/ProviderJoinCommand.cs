using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider join</c>: becomes a job's contributor.</summary>
internal sealed class ProviderJoinCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<ulong> _dataset = new("--dataset")
    {
        Description = "Your data set, as 'flzk provider dataset' registered it.",
        HelpName = "N",
        Required = true,
    };

    private readonly Option<TokenAmount?> _stake = ValueOptions.OptionalAmount(
        "--stake",
        "FLT to lock, at least the job's stake; more raises the rewarded weight and the chance of being drawn. Default: the job's.");

    public ProviderJoinCommand()
        : base(
            Access.Sends,
            "join",
            "Join a job with a data set of yours; the job's stake is locked from your free bond.",
            "flzk provider join --job 1 --dataset 4 --book exchange.json --key-file provider.key",
            "flzk provider join --job 1 --dataset 4 --stake 250 --book exchange.json --key-file provider.key")
    {
        AddAll(_job, _dataset, _stake);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ExchangeContracts contracts = session.Contracts;
        ulong id = session.Parsed.GetRequiredValue(_job);
        JobView job = await contracts.Exchange.GetJobAsync(id, default, cancellation).ConfigureAwait(false);
        BigInteger? own = session.Parsed.GetValue(_stake)?.InUnits(ExchangeSession.StakeDecimals);
        BigInteger stake = own ?? job.Spec.ProviderStake;
        await session.RequireFreeBondAsync(stake, cancellation).ConfigureAwait(false);
        ulong dataset = session.Parsed.GetRequiredValue(_dataset);
        await (own is null
            ? contracts.Exchange.RegisterAsContributorAsync(id, dataset, cancellation)
            : contracts.Exchange.RegisterAsContributorAsync(id, dataset, stake, cancellation)).ConfigureAwait(false);
        int first = await contracts.Exchange.FirstRoundOfAsync(id, session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"{session.Sender} contributes to job {id} from round {first} on; {ExchangeSession.Tokens(stake)} FLT are "
            + "locked.",
            new { job = id, firstRound = first, stake });
    }
}
