using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job distribute</c>: fixes what a round pays.</summary>
internal sealed class JobDistributeCommand : ExchangeCommand
{
    private readonly Argument<ulong> _job = ValueOptions.JobArgument();
    private readonly Option<int?> _round = ValueOptions.Round("The finalised round.");

    public JobDistributeCommand()
        : base(
            Access.Sends,
            "distribute",
            "Fix what a finalised round pays, so that its providers can claim. Anyone may; 'flzk provider claim' does it on the way.",
            "flzk job distribute 1 --round 3 --book exchange.json --key-file anyone.key")
    {
        _round.Required = true;
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        RoundId round = session.Contracts.Coordinator.RoundId(job, session.Parsed.GetValue(_round)!.Value);
        await session.Contracts.Distributor.DistributeRewardsAsync(round, cancellation).ConfigureAwait(false);
        BigInteger reward = await session.Contracts.Distributor.RoundRewardAsync(
            round, default, cancellation).ConfigureAwait(false) ?? BigInteger.Zero;
        JobView view = await session.Contracts.Exchange.GetJobAsync(job, default, cancellation).ConfigureAwait(false);
        string words = await JobText.AmountAsync(
            session.Contracts, reward, view.Spec.BountyToken, cancellation).ConfigureAwait(false);
        return session.Done($"{round} pays {words} in all.", new { job, round = round.Round, reward });
    }
}
