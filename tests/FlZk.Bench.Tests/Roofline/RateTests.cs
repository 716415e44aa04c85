using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Roofline;

public class RateTests
{
    [Fact]
    public void Best_is_of_the_shortest_time_and_the_median_of_the_middle_one() =>
        Assert.Equal(new Rate(Best: 200, Median: 100), Rate.Of(100, [1, 4, 0.5]));

    [Fact]
    public void Better_is_whose_best_is()
    {
        Rate steady = new(10, 10), hasty = new(11, 5);
        Assert.Equal(hasty, Rate.Better(steady, hasty));
        Assert.Equal(hasty, Rate.Better(hasty, steady));
    }

    [Fact]
    public void The_better_of_two_rooflines_figure_by_figure()
    {
        MachineRoofline first = Measured.Whole with { Read = new Rate(1, 1), Copy = new Rate(9, 9) };
        MachineRoofline second = Measured.Whole with { Read = new Rate(2, 2), Copy = new Rate(8, 8) };
        Assert.Equal(Measured.Whole with { Read = new Rate(2, 2), Copy = new Rate(9, 9) }, first.Or(second));
    }
}
