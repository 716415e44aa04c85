using System.Numerics;

namespace FlZk.Cli.Commands.Jobs;

/// <summary>A job in a list.</summary>
internal sealed record JobSummary(
    ulong Job,
    string State,
    string Publisher,
    string BountyToken,
    BigInteger Bounty,
    int Parameters,
    int FinalisedRounds,
    int Rounds,
    int Providers,
    DateTimeOffset Expiry);
