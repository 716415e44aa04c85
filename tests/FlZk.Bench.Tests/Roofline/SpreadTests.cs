using CsCheck;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Roofline;

public class SpreadTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7, 7, 7)]
    [InlineData(new double[] { 9, 1, 4 }, 4, 1, 9)]
    [InlineData(new double[] { 9, 1, 5, 3 }, 4, 1, 9)]
    [InlineData(new double[] { 100, 1, 1, 1, 1 }, 1, 1, 100)]
    public void Median_least_and_most(double[] values, double median, double least, double most)
    {
        Assert.Equal(new Spread(median, least, most), Spread.Of(values));
        Assert.Equal(median, Spread.MedianOf(values));
    }

    [Fact]
    public void Nothing_has_no_median()
    {
        Assert.Throws<ArgumentException>(() => Spread.Of([]));
        Assert.Throws<ArgumentException>(() => Spread.MedianOf([]));
    }

    [Fact]
    public void As_many_values_lie_below_the_median_as_above() => Gen.Double[0.001, 1000].Array[1, 40].Sample(values =>
    {
        var spread = Spread.Of(values);
        int half = values.Length / 2;
        Assert.InRange(values.Count(value => value < spread.Median), 0, half);
        Assert.InRange(values.Count(value => value > spread.Median), 0, half);
        Assert.Equal(spread, Spread.Of(values.Reverse()));
        Assert.Equal(values.Min(), spread.Least);
        Assert.Equal(values.Max(), spread.Most);
    });

    [Fact]
    public void What_readers_see()
    {
        Assert.Equal("71.6% (65.0% to 105.2%)", new Spread(0.716, 0.65, 1.052).Percent());
        Assert.Equal("48.3 (44.1 to 80.2)", new Spread(48.3e9, 44.1e9, 80.2e9).Billions());
    }
}
