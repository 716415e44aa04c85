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

    /// <summary>What each provider gets of a round's reward, in the order of reveals: floor(A (v+p)/P) - floor(A v/P), v the points before
    /// it.</summary>
    /// <param name="reward">A, the round's reward.</param>
    /// <param name="points">The points in the order of reveals; P is their sum.</param>
    public static IReadOnlyList<BigInteger> OfProviders(BigInteger reward, IReadOnlyList<ulong> points)
    {
        BigInteger total = points.Aggregate(BigInteger.Zero, static (sum, p) => sum + p);
        BigInteger before = BigInteger.Zero;
        var shares = new BigInteger[points.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            BigInteger after = before + points[i];
            shares[i] = (reward * after / total) - (reward * before / total);
            before = after;
        }

        return shares;
    }
}
