using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Jobs;

/// <summary><c>flzk job push</c>: moves on a round whose phase has run out.</summary>
internal sealed class JobPushCommand : ExchangeCommand
{
    private readonly Argument<ulong> _job = ValueOptions.JobArgument();

    public JobPushCommand()
        : base(
            Access.Sends,
            "push",
            "Move a round on when its phase has run out: into the next one, or into failure. Anyone may.",
            "flzk job push 1 --book exchange.json --key-file anyone.key") => Add(_job);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int number = await session.Contracts.Coordinator.CurrentRoundAsync(job, default, cancellation).ConfigureAwait(false);
        SentTransaction? pushed = number == 0
            ? null
            : await new Publisher(session.Contracts).PushRoundAsync(job, cancellation).ConfigureAwait(false);
        if (number == 0) return session.Done($"No round of job {job} has started; there is nothing to push.", new { job });
        RoundView round = await session.Contracts.Coordinator.GetRoundAsync(job, number, default, cancellation).ConfigureAwait(false);
        return session.Done(
            pushed is null ? $"Nothing to push: {RoundSummary.Text(round)}." : $"Round {RoundSummary.Text(round)}.",
            new { job, pushed = pushed is not null, round = RoundSummary.Of(round) });
    }
}
