using System.CommandLine;
using FlZk.Cli.Commands.Jobs;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Reputations;

/// <summary><c>flzk reputation credit</c>: counts the sender's part in a finalised round.</summary>
internal sealed class ReputationCreditCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The finalised round.");

    public ReputationCreditCommand()
        : base(
            Access.Sends,
            "credit",
            "Have a finalised round that you contributed to count for your reputation, once, while your stake is locked.",
            "flzk reputation credit --job 1 --round 1 --book exchange.json --key-file provider.key")
    {
        _round.Required = true;
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = session.Parsed.GetValue(_round)!.Value;
        await session.Contracts.Reputation.CreditAsync(
            session.Contracts.Coordinator.RoundId(job, round), cancellation).ConfigureAwait(false);
        int multiplier = await session.Contracts.Reputation.MultiplierOfAsync(session.Sender, cancellation).ConfigureAwait(false);
        return session.Done(
            $"Round {round} of job {job} counts; rewards are now multiplied by {JobText.Percentage(multiplier)}.",
            new { job, round, multiplier });
    }
}
