using System.Numerics;
using CsCheck;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests;

public sealed class FedAvgTests : IDisposable
{
    private readonly Dictionary<string, IAggregationDevice> _devices = new()
    {
        ["tensors"] = new CpuDevice(CpuArithmetic.Tensors),
        ["intrinsics"] = new CpuDevice(CpuArithmetic.Intrinsics),
        ["scalar"] = new CpuDevice(CpuArithmetic.Scalar),
        ["kernel"] = GpuDevice.OpenEmulated(),
        ["kernel in tiles"] = GpuDevice.OpenEmulated(tileBytes: 1000),
    };

    public static TheoryData<string> Devices => ["tensors", "intrinsics", "scalar", "kernel", "kernel in tiles"];

    public void Dispose()
    {
        foreach (IAggregationDevice device in _devices.Values) device.Dispose();
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sums_and_averages_equal_the_integer_reference(string device)
    {
        int iterations = device.StartsWith("kernel", StringComparison.Ordinal) ? 40 : 300;
        RoundGenerator.Round(maxProviders: 12, maxLength: 100).Sample(
            updates => EqualsReference(_devices[device], updates), iter: iterations);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Rounds_of_many_blocks_equal_the_integer_reference(string device)
    {
        // Longer than two of the processor's blocks, and no multiple of any vector's length.
        const int length = (2 * 4096) + 37;
        var random = new Random(1);
        WeightedUpdate[] updates =
        [
            .. Enumerable.Range(0, 3).Select(_ => new WeightedUpdate(
                Enumerable.Range(0, length).Select(_ => random.Next(-(1 << 23), 1 << 23)).ToArray(), random.Next(1, 300_000))),
        ];
        Assert.True(EqualsReference(_devices[device], updates));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_average_of_one_update_is_that_update(string device) =>
        Gen.Select(RoundGenerator.Value(FixedPointFormat.Default).Array[1, 70], Gen.Int[1, RoundGenerator.TotalWeightLimit - 1])
            .Sample(
                (values, weight) => Average(_devices[device], new WeightedUpdate(values, weight)).Model.SequenceEqual(values), iter: 40);

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_average_of_equal_updates_is_that_update(string device) =>
        Gen.Select(RoundGenerator.Value(FixedPointFormat.Default).Array[1, 70], Gen.Int[1, 400_000], Gen.Int[1, 400_000])
            .Sample((values, v, w) => Average(_devices[device], new(values, v), new(values, w)).Model.SequenceEqual(values), iter: 40);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Ties_round_up_on_both_sides_of_zero(string device)
    {
        // Halves, by even total weights: 1/2, 3/2, -1/2, -3/2 and the ends of the range.
        int[] below = [0, 1, -1, -2, (1 << 23) - 2, -(1 << 23)];
        int[] above = [1, 2, 0, -1, (1 << 23) - 1, -(1 << 23) + 1];
        Assert.Equal(above, Average(_devices[device], new(below, 1), new(above, 1)).Model);
        Assert.Equal(above, Average(_devices[device], new(below, 1 << 18), new(above, 1 << 18)).Model);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Next_to_a_tie_the_nearest_integer_wins(string device)
    {
        // W = 2k + 1: the shares k and k + 1 lie just below and above one half.
        const int k = (1 << 19) - 1;
        Assert.Equal([0, -1], Average(_devices[device], new(new[] { 0, -1 }, k + 1), new(new[] { 1, 0 }, k)).Model);
        Assert.Equal([1, 0], Average(_devices[device], new(new[] { 0, -1 }, k), new(new[] { 1, 0 }, k + 1)).Model);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Sums_at_the_ends_of_the_range_do_not_overflow(string device)
    {
        const long limit = RoundGenerator.TotalWeightLimit - 1;
        FedAvgResult result = Average(
            _devices[device], new(new[] { -(1 << 23), (1 << 23) - 1 }, limit - 1), new(new[] { -(1 << 23), (1 << 23) - 1 }, 1));
        Assert.Equal([-(1L << 23) * limit, ((1L << 23) - 1) * limit], result.Sum);
        Assert.Equal([-(1 << 23), (1 << 23) - 1], result.Model);
        Assert.Equal(limit, result.TotalWeight);
    }

    [Fact]
    public void A_cancelled_average_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (IAggregationDevice device in _devices.Values)
        {
            Assert.ThrowsAny<OperationCanceledException>(
                () => FedAvg.Aggregate(device, [new WeightedUpdate(new int[10], 1)], FixedPointFormat.Default, source.Token));
        }
    }

    private static FedAvgResult Average(IAggregationDevice device, params WeightedUpdate[] updates) =>
        FedAvg.Aggregate(device, updates, FixedPointFormat.Default);

    private static bool EqualsReference(IAggregationDevice device, WeightedUpdate[] updates)
    {
        (BigInteger[] sum, BigInteger[] model) = FedAvgReference.Average(updates);
        FedAvgResult result = Average(device, updates);
        return result.Sum.Select(s => (BigInteger)s).SequenceEqual(sum) && result.Model.Select(y => (BigInteger)y).SequenceEqual(model);
    }
}
