using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class FedAvgInputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_weight_that_is_not_positive_names_its_provider(long weight) =>
        Refused(2, "not positive", new(new[] { 1 }, 1), new(new[] { 1 }, 1), new(new[] { 1 }, weight));

    [Theory]
    [InlineData((1 << 20) - 3)]
    [InlineData(1 << 20)]
    [InlineData(long.MaxValue)]
    public void A_total_weight_of_two_to_the_twentieth_names_who_brought_it_there(long weight) =>
        Refused(1, "total weight", new(new[] { 1 }, 3), new(new[] { 1 }, weight), new(new[] { 1 }, 1));

    [Fact]
    public void A_total_weight_just_below_the_limit_is_taken() =>
        Assert.Equal((1 << 20) - 1, Aggregate(new(new[] { 1 }, 3), new(new[] { 1 }, (1 << 20) - 4)).TotalWeight);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_update_of_another_length_names_its_provider(int length) =>
        Refused(1, "parameters", new(new int[3], 1), new(new int[length], 1));

    [Theory]
    [InlineData(1 << 23)]
    [InlineData(-(1 << 23) - 1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_value_out_of_range_names_provider_and_parameter(int value)
    {
        for (int at = 0; at < 40; at++)
        {
            var values = new int[40];
            values[at] = value;
            InvalidUpdateException refusal = Refused(1, "outside", new(new int[40], 1), new(values, 1));
            Assert.Equal(at, refusal.ParameterIndex);
        }
    }

    [Fact]
    public void The_range_is_the_format_s()
    {
        var narrow = new FixedPointFormat(4, 8);
        using var device = new CpuDevice();
        FedAvg.Aggregate(device, [new(new[] { -128, 127 }, 1)], narrow);
        Assert.Throws<InvalidUpdateException>(() => FedAvg.Aggregate(device, [new(new[] { 128 }, 1)], narrow));
        Assert.Throws<InvalidUpdateException>(() => FedAvg.Aggregate(device, [new(new[] { -129 }, 1)], narrow));
    }

    [Fact]
    public void A_round_without_updates_or_parameters_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Aggregate());
        Assert.Throws<ArgumentException>(() => Aggregate(new WeightedUpdate(Array.Empty<int>(), 1)));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1 << 30, true)]
    [InlineData((1 << 30) + 1, false)]
    public void An_update_is_scaled_by_at_most_one(int scale, bool isTaken)
    {
        var round = new RoundInput([new ArraySource("a", new int[1])], [1], FixedPointFormat.Default);
        if (isTaken) Assert.Equal([scale], round.Scaled([scale]).Scales.ToArray());
        else Assert.Throws<ArgumentException>(() => round.Scaled([scale]));
        Assert.Throws<ArgumentException>(() => round.Scaled([scale, scale]));
    }

    private static FedAvgResult Aggregate(params WeightedUpdate[] updates)
    {
        using var device = new CpuDevice();
        return FedAvg.Aggregate(device, updates, FixedPointFormat.Default);
    }

    private static InvalidUpdateException Refused(int provider, string reason, params WeightedUpdate[] updates)
    {
        var refusal = Assert.Throws<InvalidUpdateException>(() => Aggregate(updates));
        Assert.Equal(provider, refusal.ProviderIndex);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
