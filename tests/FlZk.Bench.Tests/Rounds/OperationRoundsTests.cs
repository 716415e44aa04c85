using FlZk.Bench.Report;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Rounds;

public class OperationRoundsTests
{
    private const string Name = "Method Providers=8&Parameters=65536";

    // Different everywhere, so that no figure can stand for another.
    private static readonly OperationWork Work = new(BytesRead: 60e9, BytesWritten: 30e9, MultiplyAdds: 20e9);

    [Fact]
    public void A_turn_is_its_median_iteration_under_the_faster_of_the_two_rooflines()
    {
        var round = OperationRound.Of([9, 2, 3], new RooflineSample(50, 30, 7), new RooflineSample(40, 35, 8));
        Assert.Equal(new OperationRound(Seconds: 3, Least: 2, new RooflineSample(50, 35, 8)), round);
    }

    [Fact]
    public void Fractions_are_of_what_they_are_called_after()
    {
        OperationRounds rounds = Measured.Rounds(Name, [1], read: 100e9, copy: 120e9, multiplyAdd: 50e9);
        Assert.Equal(0.6, rounds.OfRead(Work).Median, 12);
        Assert.Equal(0.75, rounds.OfCopy(Work).Median, 12);
        Assert.Equal(0.4, rounds.OfMultiplyAdd(Work).Median, 12);
    }

    /// <summary>The median is neither the best round's nor the mean, and the fastest iterations are not what it is of.</summary>
    [Fact]
    public void The_median_round_is_reported()
    {
        OperationRounds rounds = Measured.Rounds(Name, [1, 2, 4, 0.5, 1.5], read: 120e9, copy: 180e9, multiplyAdd: 40e9);
        var expected = new Spread(0.5 / 1.5, 0.125, 1);
        foreach (Spread own in (Spread[])[rounds.OfRead(Work), rounds.OfCopy(Work), rounds.OfMultiplyAdd(Work)])
        {
            Assert.Equal(expected.Median, own.Median, 12);
            Assert.Equal(expected.Least, own.Least, 12);
            Assert.Equal(expected.Most, own.Most, 12);
        }

        Assert.Equal(1.5, rounds.Seconds);
        Assert.Equal(0.45, rounds.Least, 12);
    }

    /// <summary>The reason for rounds: an operation at 60% of whatever the machine can do now is at 60%, however often that changes.
    /// The best of all against the best of all would be too, but the median against the best would not.</summary>
    [Fact]
    public void A_machine_with_two_speeds_does_not_change_the_fraction()
    {
        double[] reading = [80e9, 45e9, 45e9, 80e9, 45e9, 45e9];
        var rounds = new OperationRounds(Name,
        [
            .. reading.Select(read => new OperationRound(60e9 / (0.6 * read), 60e9 / (0.7 * read), new RooflineSample(read, read, read))),
        ]);
        Spread fraction = rounds.OfRead(Work);
        Assert.Equal(0.6, fraction.Least, 12);
        Assert.Equal(0.6, fraction.Median, 12);
        Assert.Equal(0.6, fraction.Most, 12);
    }

    [Fact]
    public void Another_program_is_compared_round_by_round_with_its_fastest_way()
    {
        OperationRounds own = Measured.Rounds("Own A=1", [1, 2, 4]);
        OperationRounds first = Measured.Rounds("First A=1", [2, 6, 4]), second = Measured.Rounds("Second A=1", [3, 5, 20]);
        Assert.Equal(new Spread(Median: 2, Least: 1, Most: 2.5), own.TimesOf([first, second]));
    }

    [Fact]
    public void Rounds_that_were_not_the_same_are_not_compared()
    {
        Assert.Throws<ArgumentException>(() => Measured.Rounds("Own A=1", [1, 2]).TimesOf([Measured.Rounds("Other A=1", [1, 2, 3])]));
        Assert.Throws<InvalidOperationException>(() => Measured.Rounds("Own A=1", [1, 2]).TimesOf([]));
    }

    [Fact]
    public void Results_keep_every_round()
    {
        var rounds = new OperationRounds(Name,
        [
            new OperationRound(0.25, 0.125, new RooflineSample(50e9, 40e9, 100e9)),
            new OperationRound(0.5, 0.375, new RooflineSample(80e9, 60e9, 101e9)),
        ]);
        OperationRounds other = Measured.Rounds("Other Providers=8&Parameters=65536", [1, 2, 3], multiplyAdd: 0);
        var read = OperationRounds.Of([.. rounds.Measurements("Suite"), .. other.Measurements("Suite")]).ToArray();
        Assert.Equal(2, read.Length);
        Assert.All(read, entry => Assert.Equal("Suite", entry.Suite));
        Assert.Equal(rounds.Name, read[0].Operation.Name);
        Assert.Equal(rounds.Rounds, read[0].Operation.Rounds);
        Assert.Equal(other.Rounds.Count, read[1].Operation.Rounds.Count);
    }

    [Fact]
    public void Fastest_iterations_and_rooflines_are_kept_by_name()
    {
        Measurement[] kept = [.. Measured.Rounds(Name, [2, 3], read: 50e9, copy: 40e9, multiplyAdd: 0).Measurements("Suite")];
        Assert.Equal([2e9, 3e9], kept.Single(m => m.Work == Works.Operation).Samples);
        Assert.Equal([1.8e9, 2.7e9], kept.Single(m => m.Work == Works.Fastest).Samples);
        Assert.Equal([50.0, 50.0], kept.Single(m => m is { Work: Works.RooflineOfRounds, Mode: "read" }).Samples);
        Assert.Equal([40.0, 40.0], kept.Single(m => m is { Work: Works.RooflineOfRounds, Mode: "copy" }).Samples);
        Assert.DoesNotContain(kept, m => m.Mode == "multiply-add");
    }

    [Fact]
    public void Operations_without_rounds_are_passed_over() => Assert.Empty(OperationRounds.Of(
        [new Measurement("Suite", Works.Operation, Programs.FlZk, "ns", [1, 2]) { Detail = Name }]));

    [Theory]
    [InlineData(Works.Fastest)]
    [InlineData(Works.Operation)]
    [InlineData(Works.RooflineOfRounds)]
    public void Incomplete_rounds_are_refused(string work)
    {
        Measurement[] whole = [.. Measured.Rounds(Name, [1, 2, 3]).Measurements("Suite")];
        double[][] damages = [[1, 2], [], [1, 0, 3], [1, -2, 3], [1, double.NaN, 3]];
        foreach (double[] damage in damages)
        {
            Measurement[] damaged = [.. whole.Select(m => m.Work == work ? m with { Samples = damage } : m)];
            Assert.Throws<InvalidDataException>(() => OperationRounds.Of(damaged).ToArray());
        }
    }

    [Fact]
    public void A_fraction_of_what_was_not_measured_is_refused()
    {
        OperationRounds rounds = Measured.Rounds(Name, [1], multiplyAdd: 0);
        Assert.Throws<InvalidDataException>(() => rounds.OfMultiplyAdd(Work));
        Measurement[] without = [.. rounds.Measurements("Suite").Where(m => m.Mode != "copy")];
        Assert.Throws<InvalidDataException>(() => OperationRounds.Of(without).Single().Operation.OfCopy(Work));
    }
}
