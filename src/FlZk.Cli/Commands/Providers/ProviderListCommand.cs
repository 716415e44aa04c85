using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Providers;

/// <summary><c>flzk provider list</c>: who contributes to a job.</summary>
internal sealed class ProviderListCommand : ExchangeCommand
{
    private const int MostAtOnce = 100;

    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<ulong> _skip =
        new("--skip") { Description = "How many to leave out from the start.", HelpName = "N", DefaultValueFactory = _ => 0 };

    public ProviderListCommand()
        : base(
            Access.Reads,
            "list",
            $"List a job's providers with their stakes, {MostAtOnce} at a time. The order changes when one leaves.",
            "flzk provider list --job 1 --book exchange.json")
    {
        AddAll(_job, _skip);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int count = (await session.Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false)).ContributorCount;
        IReadOnlyList<ContributorView> page = await session.Contracts.Exchange.GetContributorsAsync(
            job, session.Parsed.GetValue(_skip), MostAtOnce, cancellation).ConfigureAwait(false);
        return session.List(
            new { job, count, providers = page.Select(ContributorSummary.Of) },
            $"Job {job} has {count} provider(s); there are none to show.",
            ["provider", "data set", "from round", "stake", "rewarded weight"],
            [.. page.Select(part => new[]
            {
                part.Provider.ToString(), JobText.Number(part.DatasetId), JobText.Number(part.FirstRound),
                ExchangeSession.Tokens(part.Stake), part.RewardWeightCap == 0 ? "any" : JobText.Number(part.RewardWeightCap),
            })]);
    }
}
