using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job start</c>: a job's next round.</summary>
internal sealed class JobStartCommand : ExchangeCommand
{
    private readonly Argument<ulong> _job = ValueOptions.JobArgument();

    public JobStartCommand()
        : base(
            Access.Sends,
            "start",
            "Start a job's next round; its publisher, aggregator or backup may.",
            "flzk job start 1 --book exchange.json --key-file publisher.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        (int round, _) = await session.Contracts.Coordinator.StartRoundAsync(job, cancellation).ConfigureAwait(false);
        return session.Done($"Round {round} of job {job} has started.", new { job, round });
    }
}
