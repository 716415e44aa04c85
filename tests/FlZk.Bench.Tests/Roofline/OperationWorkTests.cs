using FlZk.Bench.Learning;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Roofline;

/// <summary>What operations cannot do without, counted by hand.</summary>
public class OperationWorkTests
{
    [Fact]
    public void FedAvg_reads_every_value_and_writes_an_average_and_sums_where_they_are_asked_for()
    {
        Assert.Equal(new OperationWork(4 * 8 * 65536, 4 * 65536), Of<FedAvgBenchmarks>(nameof(FedAvgBenchmarks.Intrinsics)));
        Assert.Equal(new OperationWork(4 * 8 * 65536, 12 * 65536), Of<FedAvgBenchmarks>(nameof(FedAvgBenchmarks.IntrinsicsWithSums)));
        Assert.Equal(new OperationWork(4 * 8 * 65536), Of<FedAvgBenchmarks>(nameof(FedAvgBenchmarks.Read)));
    }

    [Fact]
    public void Clipping_reads_twice_and_distances_are_products_of_all_pairs()
    {
        Assert.Equal(new OperationWork(2 * 4 * 8 * 65536, 4 * 65536), Of<RobustBenchmarks>(nameof(RobustBenchmarks.NormClipping)));
        Assert.Equal(new OperationWork(4 * 8 * 65536, 0, 36 * 65536), Of<RobustBenchmarks>(nameof(RobustBenchmarks.KrumDistances)));
        Assert.Equal(new OperationWork(4 * 8 * 65536, 4 * 65536), Of<RobustBenchmarks>(nameof(RobustBenchmarks.Median)));
    }

    [Fact]
    public void Files_are_read_and_an_average_is_written()
    {
        KeyValuePair<string, object?>[] size =
            [new("Files", "NpyF32"), new("Providers", "64"), new("Parameters", "1048576")];
        Assert.Equal(
            new OperationWork(256 << 20, 4 << 20),
            IRooflineSuite.WorkOf(typeof(StreamingBenchmarks), nameof(StreamingBenchmarks.Fold), size));
    }

    [Fact]
    public void Quantisation_reads_a_real_and_writes_an_integer_or_the_other_way_round()
    {
        KeyValuePair<string, object?>[] size = [new("Parameters", "65536")];
        OperationWork? Of(string method) => IRooflineSuite.WorkOf(typeof(QuantisationBenchmarks), method, size);
        Assert.Equal(new OperationWork(2 * 65536, 4 * 65536), Of(nameof(QuantisationBenchmarks.FromFloat16)));
        Assert.Equal(new OperationWork(4 * 65536, 2 * 65536), Of(nameof(QuantisationBenchmarks.ToBFloat16)));
        Assert.Equal(new OperationWork(4 * 65536, 4 * 65536), Of(nameof(QuantisationBenchmarks.FromFloat32)));
    }

    [Fact]
    public void Momentum_reads_and_writes_the_model_and_its_moments()
    {
        KeyValuePair<string, object?>[] size = [new("Parameters", 65536)];
        OperationWork? Of(string method) => IRooflineSuite.WorkOf(typeof(ServerStepBenchmarks), method, size);
        Assert.Equal(new OperationWork(16 * 65536, 12 * 65536), Of(nameof(ServerStepBenchmarks.FedAvgM)));
        Assert.Equal(new OperationWork(24 * 65536, 20 * 65536), Of(nameof(ServerStepBenchmarks.FedAdam)));
    }

    [Fact]
    public void A_parameter_that_is_none_is_an_error() => Assert.Throws<ArgumentException>(() =>
        IRooflineSuite.WorkOf(typeof(FedAvgBenchmarks), nameof(FedAvgBenchmarks.Read), [new("Providrs", "8")]));

    private static OperationWork? Of<TSuite>(string method) =>
        IRooflineSuite.WorkOf(typeof(TSuite), method, [new("Providers", "8"), new("Parameters", "65536")]);
}
