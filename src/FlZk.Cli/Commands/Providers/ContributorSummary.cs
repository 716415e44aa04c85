using System.Numerics;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Providers;

/// <summary>A provider's part in a job, in JSON; the stake in smallest units.</summary>
internal sealed record ContributorSummary(string Provider, ulong Dataset, int FirstRound, BigInteger Stake, long RewardWeightCap)
{
    public static ContributorSummary Of(ContributorView view) =>
        new(view.Provider.ToString(), view.DatasetId, view.FirstRound, view.Stake, view.RewardWeightCap);
}
