using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Roofline;

public class FractionsTests
{
    private static readonly OperationWork Work = new(BytesRead: 80, BytesWritten: 40, MultiplyAdds: 30);

    [Fact]
    public void What_is_written_counts_against_copying_alone()
    {
        Assert.Equal(0.4, Fractions.OfRead(Work, seconds: 2, bandwidth: 100));
        Assert.Equal(0.6, Fractions.OfCopy(Work, seconds: 2, bandwidth: 100));
        Assert.Equal(0.15, Fractions.OfMultiplyAdd(Work, seconds: 2, peak: 100));
    }

    [Fact]
    public void What_readers_see()
    {
        Assert.Equal("83.1%", Fractions.Percent(0.8312));
        Assert.Equal("31.4", Fractions.Gigabytes(31.41e9));
    }
}
