using System.Numerics;
using FlZk.Cli.Commands.Statements;
using FlZk.Cli.Connections;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Jobs;

/// <summary>A round in JSON.</summary>
internal sealed record RoundSummary(
    int Round,
    string Phase,
    DateTimeOffset? Deadline,
    int Eligible,
    int Committed,
    int Revealed,
    long TotalWeight,
    BigInteger TotalPoints,
    string? ModelCommitment,
    string? SettledBy)
{
    public static RoundSummary Of(RoundView round) => new(
        round.Id.Round,
        Name(round.Phase),
        round.Deadline,
        round.Eligible,
        round.Committed,
        round.Revealed,
        round.TotalWeight,
        round.TotalPoints,
        round.ModelCommitment.IsInfinity ? null : PointText.Of(round.ModelCommitment),
        round.SettledBy.IsZero ? null : round.SettledBy.ToString());

    public static string Text(RoundView round) =>
        $"{round.Id.Round}, {Name(round.Phase)}: {round.Committed} of {round.Eligible} committed, {round.Revealed} revealed"
        + (round.Deadline is { } deadline ? $", until {ExchangeSession.Time(deadline)}" : string.Empty);

    private static string Name(RoundPhase phase) => phase.ToString().ToLowerInvariant();
}
