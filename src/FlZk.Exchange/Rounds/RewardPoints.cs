using System.Numerics;

namespace FlZk.Exchange.Rounds;

/// <summary>The coordinator's formula for what a revealed update is paid by: min(w, cap) * max(1, floor(multiplier * timeliness * score /
/// 10^8)), the three factors in basis points.</summary>
public static class RewardPoints
{
    /// <summary>One, in basis points.</summary>
    public const int Whole = 10_000;

    /// <summary>A reveal's points.</summary>
    /// <param name="weight">w, the weight revealed.</param>
    /// <param name="cap">The largest weight that the provider's stake is paid for; 0 for no limit.</param>
    /// <param name="multiplier">The provider's reputation when it committed, in basis points.</param>
    /// <param name="timeliness">See <see cref="Timeliness"/>; <see cref="Whole"/> for a reveal during delivery.</param>
    /// <param name="score"><see cref="Whole"/> with a contribution proof or where the job wants none, else the job's factor.</param>
    public static ulong Of(long weight, long cap, int multiplier, int timeliness, int score)
    {
        long counted = cap != 0 && cap < weight ? cap : weight;
        BigInteger factor = (BigInteger)multiplier * timeliness * score / ((BigInteger)Whole * Whole);
        return (ulong)(counted * (factor.IsZero ? BigInteger.One : factor));
    }

    /// <summary>Falls linearly from one to the job's floor while the reveal phase runs out, in basis points.</summary>
    /// <param name="remaining">Seconds until the phase's deadline.</param>
    /// <param name="duration">Seconds the phase lasts at most.</param>
    /// <param name="floor">What it falls to, in basis points.</param>
    public static int Timeliness(long remaining, long duration, int floor) =>
        floor + (int)((Whole - floor) * (Int128)remaining / duration);
}
