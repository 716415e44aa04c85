using System.Numerics;
using CsCheck;
using FlZk.Ethereum;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Tests.Rounds;

public sealed class RoundIdTests
{
    [Fact]
    public void A_number_names_its_round_and_no_other() =>
        Gen.Select(Gen.ULong[1, ulong.MaxValue], Gen.Int[1, int.MaxValue]).Sample(static (job, round) =>
        {
            var id = new RoundId(5, default, job, round);
            Assert.Equal(((BigInteger)job << 32) + round, id.Number);
            Assert.Equal(id.Number, new BigInteger(id.Key.ToArray(), isUnsigned: true, isBigEndian: true));
            Assert.Equal(id, RoundId.FromNumber(5, default, id.Number));
        });

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("7")]
    [InlineData("4294967296")]
    [InlineData("6442450944")]
    [InlineData("79228162514264337593543950337")]
    public void Numbers_of_no_round_are_refused(string number) => Assert.Throws<ArgumentOutOfRangeException>(
        () => RoundId.FromNumber(5, default(Address), BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Points_are_at_least_the_counted_weight_and_fall_with_time()
    {
        Assert.Equal(5UL * 10_000, RewardPoints.Of(5, 0, 10_000, 10_000, 10_000));
        Assert.Equal(3UL * 10_000, RewardPoints.Of(5, 3, 10_000, 10_000, 10_000));
        Assert.Equal(5UL, RewardPoints.Of(5, 9, 10_000, 0, 10_000));
        Assert.Equal(5UL * 7_500, RewardPoints.Of(5, 9, 15_000, 10_000, 5_000));
        Assert.Equal(10_000, RewardPoints.Timeliness(60, 60, 4_000));
        Assert.Equal(7_000, RewardPoints.Timeliness(30, 60, 4_000));
        Assert.Equal(4_000, RewardPoints.Timeliness(0, 60, 4_000));
    }
}
