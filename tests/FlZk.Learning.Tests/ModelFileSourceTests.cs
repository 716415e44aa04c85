using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

public sealed class ModelFileSourceTests : IDisposable
{
    private static readonly FixedPointFormat Format = FixedPointFormat.Default;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public void Reals_are_quantised_on_the_way_and_counted_once(ElementType type)
    {
        const int length = 70_001;
        var random = new Random(3);
        string[] paths = [.. Enumerable.Range(0, 5).Select(i => _directory.File($"{i}.safetensors"))];
        foreach (string path in paths)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 300) - 150)];
            var layout = new TensorLayout([new TensorDescriptor("a", [length - 1], type), new TensorDescriptor("b", [1], type)]);
            SafetensorsFile.WriteModel(path, new ModelParameters(layout, values));
        }

        using var device = new CpuDevice();
        ModelFileSource[] sources = [.. paths.Select(path => new ModelFileSource(ModelFile.Open(path), Format))];
        var round = new RoundInput(sources, [1, 2, 3, 4, 5], Format);
        FedAvgResult result = FedAvg.Aggregate(device, round, cancellation: TestContext.Current.CancellationToken);
        FedAvg.Aggregate(device, round, cancellation: TestContext.Current.CancellationToken);
        var whole = new List<WeightedUpdate>();
        for (int i = 0; i < paths.Length; i++)
        {
            float[] values = SafetensorsFile.ReadModel(paths[i]).Values;
            var quantised = new int[length];
            Assert.Equal(Format.Quantise(values, quantised), sources[i].Report);
            Assert.True(sources[i].Report.Clamped > 0);
            whole.Add(new WeightedUpdate(quantised, i + 1));
            sources[i].Dispose();
        }

        FedAvgResult expected = FedAvg.Aggregate(device, whole, Format, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Sum, result.Sum);
        Assert.Equal(expected.Model, result.Model);
    }

    [Fact]
    public void What_is_not_finite_refuses_the_update_and_the_round_goes_on()
    {
        const int length = 50_000;
        string[] paths = [.. Enumerable.Range(0, 4).Select(i => _directory.File($"{i}.npy"))];
        for (int i = 0; i < paths.Length; i++)
        {
            var values = new float[length];
            values.AsSpan().Fill(i);
            if (i == 1) values[40_123] = float.NaN;
            if (i == 2) values[3] = values[49_999] = float.PositiveInfinity;
            NpyFile.Write<float>(paths[i], [length], values);
        }

        ModelFileSource[] sources = [.. paths.Select(path => new ModelFileSource(ModelFile.Open(path), Format))];
        using var device = new CpuDevice();
        RoundOutcome outcome = new RoundAggregation(new FedAvgOnly(), device, RefusalPolicy.Skip)
            .Run(sources, [1, 1, 1, 1], Format, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([0, 3], outcome.Entered);
        Assert.Equal([(1, 40_123), (2, 3)], outcome.Refused.Select(refused => (refused.Index, refused.ParameterIndex!.Value)));
        Assert.All(outcome.Refused, refused => Assert.Contains("only finite", refused.Reason, StringComparison.Ordinal));
        Assert.EndsWith("(2 of 50000 values are not finite).", outcome.Refused[1].Reason, StringComparison.Ordinal);
        Assert.All(outcome.Result.Model, y => Assert.Equal(98_304, y));
        QuantisationReport last = sources[3].Report;
        Assert.Equal((length, 0L, 3f, 3f), (last.Count, last.Clamped, last.Minimum, last.Maximum));
        foreach (ModelFileSource source in sources) source.Dispose();
    }

    [Fact]
    public void A_file_that_shrinks_or_has_another_format_is_refused_with_its_reason()
    {
        var layout = new TensorLayout([new TensorDescriptor("w", [10_000])]);
        string good = Write("good", Format), shrunk = Write("shrunk", Format), other = Write("other", new FixedPointFormat(10, 20));
        ModelFileSource[] sources = [.. new[] { good, shrunk, other }.Select(path => new ModelFileSource(ModelFile.Open(path), Format))];
        using (var cut = new FileStream(shrunk, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) cut.SetLength(20_000);
        using var device = new CpuDevice();
        RoundOutcome outcome = new RoundAggregation(new FedAvgOnly(), device, RefusalPolicy.Skip)
            .Run(sources, [1, 1, 1], Format, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([0], outcome.Entered);
        Assert.Contains("bytes when it was opened", outcome.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Contains("fraction", outcome.Refused[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["shrunk.safetensors", "other.safetensors"], outcome.Refused.Select(refused => refused.Name));
        foreach (ModelFileSource source in sources) source.Dispose();

        string Write(string name, FixedPointFormat format)
        {
            string path = _directory.File(name + ".safetensors");
            SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(layout, new int[10_000], format));
            return path;
        }
    }

    private sealed class FedAvgOnly : IAggregationStrategy
    {
        public string Name => "fedavg";

        public AggregationResult Aggregate(
            IAggregationDevice device, RoundInput round, IProgress<long>? progress, CancellationToken cancellation)
        {
            FedAvgResult result = FedAvg.Aggregate(device, round, progress, cancellation);
            return new AggregationResult { Model = result.Model, Sum = result.Sum, TotalWeight = result.TotalWeight };
        }
    }
}
