using System.Numerics;

namespace FlZk.Exchange.Rounds;

/// <summary>The distributor's arithmetic: exact shares whose sums telescope, so that nothing is lost to rounding.</summary>
public static class RewardShares
{
    /// <summary>What the job's finalised round number <paramref name="ordinal"/> pays: floor(B(k+1)/R) - floor(Bk/R).</summary>
    /// <param name="bounty">B, for all rounds.</param>
    /// <param name="roundCount">R, the rounds wanted.</param>
    /// <param name="ordinal">k, from 0.</param>
    public static BigInteger OfRound(BigInteger bounty, int roundCount, int ordinal) =>
        (bounty * (ordinal + 1) / roundCount) - (bounty * ordinal / roundCount);

    /// <summary>What each provider gets of a round's reward, in the order of reveals: floor(A (v+w)/W) - floor(A v/W), v the weight before
    /// it.</summary>
    /// <param name="reward">A, the round's reward.</param>
    /// <param name="weights">The weights in the order of reveals.</param>
    public static IReadOnlyList<BigInteger> OfProviders(BigInteger reward, IReadOnlyList<long> weights)
    {
        BigInteger total = weights.Sum();
        BigInteger before = BigInteger.Zero;
        var shares = new BigInteger[weights.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            BigInteger after = before + weights[i];
            shares[i] = (reward * after / total) - (reward * before / total);
            before = after;
        }

        return shares;
    }
}
