using System.CommandLine;
using System.Numerics;
using FlZk.Cli.Commands.Aggregators;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Settlements;

/// <summary><c>flzk settlement challenge</c>: demands the proof of a proposal.</summary>
internal sealed class SettlementChallengeCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");

    public SettlementChallengeCommand()
        : base(
            Access.Sends,
            "challenge",
            "Demand the proof of a proposal within its window. Your bond is locked, and lost if the proof comes; if it does not, part of "
            + "the proposer's bond is yours.",
            "flzk settlement challenge --job 1 --book exchange.json --key-file anyone.key")
    {
        AddAll(_job, _round);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int number = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        RoundId round = session.Contracts.Coordinator.RoundId(job, number);
        BigInteger bond = await session.Contracts.Settlement.ChallengeBondAsync(job, cancellation).ConfigureAwait(false);
        await session.RequireFreeBondAsync(bond, cancellation).ConfigureAwait(false);
        await session.Contracts.Settlement.ChallengeAsync(round, cancellation).ConfigureAwait(false);
        return session.Done(
            $"The proof of {round} is demanded; {ExchangeSession.Tokens(bond)} FLT are locked. When it is given or overdue: 'flzk "
            + $"settlement resolve --job {job} --round {number}'.",
            new { job, round = number, bond });
    }
}
