using FlZk.Bench.Report.Rendering;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Rendering;

public class TargetTests
{
    private const double JustBelow = 0.79999, JustAbove = 0.80001;

    [Theory]
    [InlineData(0.8, true)]
    [InlineData(JustAbove, true)]
    [InlineData(JustBelow, false)]
    public void A_fraction_is_met_from_the_goal_on(double median, bool met)
    {
        var target = Target.Fraction("work", 0.8, "read bandwidth", new Spread(median, 0.1, 0.9));
        Assert.Equal(met, target.Met);
        Assert.Equal("≥ 80% of read bandwidth", target.Goal);
        Assert.Equal("**80.0%** (10.0% to 90.0%)", target.Measured);
    }

    /// <summary>One good round does not meet a goal, and one bad one does not miss it.</summary>
    [Fact]
    public void The_median_decides()
    {
        Assert.False(Target.Fraction("work", 0.8, "", new Spread(0.7, 0.6, 0.99)).Met);
        Assert.True(Target.Fraction("work", 0.8, "", new Spread(0.85, 0.2, 0.9)).Met);
        Assert.False(Target.TimesAsFast("work", 1.5, "", new Spread(1.4, 1, 9), 1, 1.4).Met);
        Assert.True(Target.TimesAsFast("work", 1.5, "", new Spread(1.6, 1, 9), 1, 1.6).Met);
        Assert.True(Target.TimesAsLong("work", 8, "", new Spread(7, 6, 9), 7, 1).Met);
        Assert.False(Target.TimesAsLong("work", 8, "", new Spread(9, 6, 9), 9, 1).Met);
    }

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(1.4999, false)]
    public void As_fast_as_so_many_times_is_met_from_there_on(double ratio, bool met)
    {
        var target = Target.TimesAsFast("work", 1.5, "libtorch", new Spread(ratio, 1.2, 1.7), own: 20, other: 30);
        Assert.Equal(met, target.Met);
        Assert.Equal("≥ 1.5x libtorch", target.Goal);
        Assert.Equal("**1.5x** (1.2x to 1.7x; 20.0 ms against 30.0 ms)", target.Measured);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(7.9999, true)]
    public void Fewer_times_is_missed_from_there_on(double ratio, bool met) =>
        Assert.Equal(met, Target.TimesAsLong("work", 8, "FedAvg", new Spread(ratio, ratio, ratio), 8, 1).Met);

    [Fact]
    public void What_was_not_measured_is_neither_met_nor_said()
    {
        Target[] targets =
        [
            Target.Fraction("work", 0.8, "read bandwidth", null),
            Target.TimesAsFast("work", 1.5, "libtorch", null, null, null),
            Target.TimesAsFast("work", 1.5, "libtorch", null, 20, null),
            Target.TimesAsLong("work", 8, "FedAvg", null, 1, null),
            Target.AtLeast("work", 3, "another", null, 5),
            Target.AtLeast("work", 3, "another", 5, null),
            Target.AtMost("work", 1.2, "another", null, 5, Text.Memory),
            Target.WithinTime("work", 5, null),
        ];
        Assert.All(targets, target => Assert.Null(target.Measured));
        Assert.All(targets, target => Assert.False(target.Met));
    }

    [Fact]
    public void Goals_of_the_engine_at_their_bounds()
    {
        Assert.True(Target.AtLeast("work", 3, "another", other: 30, own: 10).Met);
        Assert.False(Target.AtLeast("work", 3, "another", other: 30, own: 10.01).Met);
        Assert.True(Target.WithinTime("work", 500, 500).Met);
        Assert.False(Target.WithinTime("work", 500, 500.1).Met);
        Assert.True(Target.AtMost("work", 1.25, "another", other: 100, own: 125, Text.Memory).Met);
        Assert.False(Target.AtMost("work", 1.25, "another", other: 100, own: 126, Text.Memory).Met);
    }
}
