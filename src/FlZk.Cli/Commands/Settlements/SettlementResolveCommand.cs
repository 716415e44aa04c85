using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Settlements;

/// <summary><c>flzk settlement resolve</c>: ends a challenge.</summary>
internal sealed class SettlementResolveCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The challenged round.");

    public SettlementResolveCommand()
        : base(
            Access.Sends,
            "resolve",
            "End a challenge once the proof was given or the round failed; anyone may.",
            "flzk settlement resolve --job 1 --round 2 --book exchange.json --key-file anyone.key")
    {
        _round.Required = true;
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        RoundId round = session.Contracts.Coordinator.RoundId(
            session.Parsed.GetRequiredValue(_job), session.Parsed.GetValue(_round)!.Value);
        await session.Contracts.Settlement.ResolveAsync(round, cancellation).ConfigureAwait(false);
        bool upheld = !await session.Contracts.Coordinator.IsProvedAsync(round, cancellation).ConfigureAwait(false);
        return session.Done(
            upheld
                ? $"The proof of {round} never came: the challenger has its bond back. Its share of what the proposer lost became its free "
                    + "bond when the round failed."
                : $"The proof of {round} was given: the challenger's bond is lost.",
            new { job = round.Job, round = round.Round, upheld });
    }
}
