using FlZk.Bench.Learning;
using FlZk.Bench.Report.Rounds;

namespace FlZk.Bench.Tests.Rounds;

public class AlternatingRoundsTests
{
    private static readonly RoundPlan Short = new(2, TimeSpan.FromHours(1))
    {
        Turn = TimeSpan.Zero,
        WarmUpCalls = 1,
        WarmUp = TimeSpan.Zero,
        Pause = TimeSpan.Zero,
    };

    [Fact]
    public void Every_operation_has_the_roofline_immediately_before_and_after_it()
    {
        var order = new List<char>();
        AlternatingRounds.Measure([Logged('a', order), Logged('b', order)], () => Sampled(order), Short);
        Assert.Equal("ab-ab-ab-" + "-a-b-" + "-a-b-", string.Concat(order));
    }

    [Fact]
    public void A_turn_is_held_against_its_own_rooflines()
    {
        // Warm-ups take three of them; then the first round has 3, 4 and 5 and the second 6, 7 and 8.
        double next = 0;
        IReadOnlyList<OperationRounds> measured = AlternatingRounds.Measure(
            [new RoundOperation("a", () => { }), new RoundOperation("b", () => { })],
            () => new RooflineSample(next++, 100 - next, 1), Short);
        Assert.Equal(["a", "b"], measured.Select(operation => operation.Name));
        Assert.Equal([4.0, 7.0], measured[0].Rounds.Select(round => round.Roofline.Read));
        Assert.Equal([5.0, 8.0], measured[1].Rounds.Select(round => round.Roofline.Read));
        Assert.Equal([96.0, 93.0], measured[0].Rounds.Select(round => round.Roofline.Copy));
        Assert.Equal([95.0, 92.0], measured[1].Rounds.Select(round => round.Roofline.Copy));
    }

    [Fact]
    public void Three_rounds_at_least_however_long_they_take()
    {
        RoundPlan plan = Short with { Rounds = 100, Most = TimeSpan.Zero };
        Assert.Equal(3, AlternatingRounds.Measure([new RoundOperation("a", () => { })], () => default, plan)[0].Rounds.Count);
    }

    [Fact]
    public void An_operation_repeats_itself_for_its_turn()
    {
        int calls = 0;
        RoundPlan plan = Short with { Rounds = 1, Turn = TimeSpan.FromMilliseconds(30) };
        OperationRound round = AlternatingRounds.Measure(
            [
                new RoundOperation("a", () =>
                {
                    calls++;
                    Thread.Sleep(1);
                }),
            ],
            () => default, plan)[0].Rounds[0];
        Assert.InRange(calls, 5, 3 + 31);
        Assert.InRange(round.Seconds, 0.001, 0.03);
        Assert.True(round.Least <= round.Seconds);
    }

    [Theory]
    [InlineData(10e6, long.MaxValue)]
    [InlineData((64 << 20) - 1, long.MaxValue)]
    [InlineData(64 << 20, 64 << 20)]
    [InlineData(100e6, 100_000_000)]
    [InlineData(double.PositiveInfinity, long.MaxValue)]
    public void The_rooflines_arrays_are_the_operations_size_unless_that_lies_in_the_cache(double work, long expected) =>
        Assert.Equal(expected, MomentaryRoofline.BytesOf(work, cache: 32 << 20));

    [Fact]
    public void A_suite_is_set_up_and_run_as_its_benchmarks_are()
    {
        using var operations = new SuiteOperations(typeof(RobustBenchmarks), "Providers=8&Parameters=65536");
        Assert.Equal(
            ["FedAvg", "Median", "TrimmedMean", "KrumDistances", "Krum", "MultiKrum", "NormClipping"],
            operations.Operations.Select(operation => operation.Name.Split(' ')[0]));
        Assert.All(
            operations.Operations,
            operation => Assert.EndsWith(" Providers=8&Parameters=65536", operation.Name, StringComparison.Ordinal));
        Assert.True(operations.Multiplies);
        Assert.Equal(4 * 8 * 65536, operations.LeastBytes);
        foreach (RoundOperation operation in operations.Operations) operation.Run();
    }

    [Fact]
    public void Quantising_back_reads_memory_that_was_written()
    {
        using var operations = new SuiteOperations(typeof(QuantisationBenchmarks), "Parameters=65536");
        Assert.Equal(6, operations.Operations.Count);
        Assert.False(operations.Multiplies);
        Assert.Equal(6 * 65536, operations.LeastBytes);
    }

    [Theory]
    [InlineData("Providers=8&Parameters=65537")]
    [InlineData("Providers=8")]
    [InlineData("")]
    public void A_size_that_the_suite_does_not_have_is_an_error(string parameters) =>
        Assert.Throws<ArgumentException>(() => new SuiteOperations(typeof(RobustBenchmarks), parameters));

    private static RoundOperation Logged(char name, List<char> order) => new($"{name}", () => order.Add(name));

    private static RooflineSample Sampled(List<char> order)
    {
        order.Add('-');
        return new RooflineSample(1, 1, 1);
    }
}
