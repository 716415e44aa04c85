using System.Numerics;
using CsCheck;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Tests.Rounds;

public sealed class RewardSharesTests
{
    [Fact]
    public void All_rounds_pay_the_bounty_exactly() => Gen.Select(Gen.ULong, Gen.Int[1, 60]).Sample(static (bounty, rounds) =>
        Assert.Equal(
        bounty, Enumerable.Range(0, rounds).Aggregate(BigInteger.Zero, (sum, k) => sum + RewardShares.OfRound(bounty, rounds, k))));

    [Fact]
    public void All_shares_pay_the_round_exactly_and_each_is_within_one_of_its_points() =>
        Gen.Select(Gen.ULong, Gen.ULong[1, 1UL << 48].Array[1, 20]).Sample(static (reward, points) =>
        {
            IReadOnlyList<BigInteger> shares = RewardShares.OfProviders(reward, points);
            BigInteger total = points.Aggregate(BigInteger.Zero, static (a, b) => a + b);
            Assert.Equal(reward, shares.Aggregate(BigInteger.Zero, static (a, b) => a + b));
            for (int i = 0; i < points.Length; i++)
                Assert.True(BigInteger.Abs((shares[i] * total) - (reward * (BigInteger)points[i])) < total);
        });
}
