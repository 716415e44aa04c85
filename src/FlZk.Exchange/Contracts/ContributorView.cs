using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>A provider in a job.</summary>
/// <param name="Provider">Its account.</param>
/// <param name="DatasetId">The data set it joined with.</param>
/// <param name="FirstRound">The first round it may commit to.</param>
/// <param name="Stake">What it locked for the job, in the stake token's smallest units.</param>
/// <param name="RewardWeightCap">Weight up to which its updates are rewarded; 0 for no cap.</param>
public sealed record ContributorView(Address Provider, ulong DatasetId, int FirstRound, BigInteger Stake, long RewardWeightCap);
