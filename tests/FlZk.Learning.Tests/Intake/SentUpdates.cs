using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Tests.Intake;

/// <summary>What tests of intake and listener begin with: a model, updates of it, and the average that they must have.</summary>
public abstract class SentUpdates : IDisposable
{
    /// <summary>d.</summary>
    protected const int Parameters = 300_001;

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(11);

    protected static FixedPointFormat Format { get; } = FixedPointFormat.Default;

    protected static TensorLayout Layout { get; } = new(
        [new TensorDescriptor("embedding", [3, 100_000]), new TensorDescriptor("scale", [1])]);

    protected static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void AssertBatch(FedAvgResult? result, WeightedUpdate[] updates)
    {
        using var device = new CpuDevice(CpuArithmetic.Scalar);
        FedAvgResult expected = FedAvg.Aggregate(device, updates, Format, Cancellation);
        Assert.NotNull(result);
        Assert.Equal(expected.Sum, result.Sum);
        Assert.Equal(expected.Model, result.Model);
        Assert.Equal(expected.TotalWeight, result.TotalWeight);
    }

    protected int[] RandomValues()
    {
        var values = new int[Parameters];
        for (int j = 0; j < values.Length; j++) values[j] = _random.Next(Format.MinValue, Format.MaxValue + 1);
        return values;
    }

    /// <summary>An update as it is sent.</summary>
    protected byte[] Bytes(ReadOnlyMemory<int> values, TensorLayout? layout = null, FixedPointFormat? format = null)
    {
        string path = _directory.File(Guid.NewGuid().ToString("N"));
        SafetensorsFile.WriteUpdate(path, new QuantisedUpdate(layout ?? Layout, values.ToArray(), format ?? Format));
        return File.ReadAllBytes(path);
    }
}
