using System.Numerics;
using FlZk.Cli.Commands.Jobs;

namespace FlZk.Cli.Commands.Providers;

/// <summary>A provider's part in a round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Committed">Whether it committed.</param>
/// <param name="Weight">What it revealed; null when it has not.</param>
/// <param name="Distributed">Whether the round's reward is fixed.</param>
/// <param name="Share">Its share, in smallest units, once the reward is fixed.</param>
/// <param name="Claimed">Whether it took its share.</param>
internal sealed record ProviderRound(
    RoundSummary Round, bool Committed, long? Weight, bool Distributed, BigInteger Share, bool Claimed)
{
    public override string ToString()
    {
        string part = Weight is { } weight ? $"revealed a weight of {JobText.Number(weight)}" : Committed ? "committed" : "not committed";
        string reward = Claimed ? ", reward claimed" : Distributed && !Share.IsZero ? ", reward to be claimed" : string.Empty;
        return $"{JobText.Number(Round.Round)}, {Round.Phase}: {part}{reward}";
    }
}
