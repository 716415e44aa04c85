using BenchmarkDotNet.Attributes;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Aggregation;

/// <summary>A round's exact average on the device <c>auto</c> chooses.</summary>
public class FedAvgBenchmarks
{
    private IAggregationDevice _device = null!;
    private WeightedUpdate[] _updates = null!;

    [Params(8, 64)]
    public int Providers { get; set; }

    [Params(1 << 16, 1 << 20)]
    public int Parameters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _device = AggregationDevices.Open(DeviceChoice.Auto);
        var random = new Random(1);
        _updates = [.. Enumerable.Range(0, Providers).Select(_ =>
        {
            var values = new int[Parameters];
            for (int j = 0; j < values.Length; j++)
                values[j] = random.Next(FixedPointFormat.Default.MinValue, FixedPointFormat.Default.MaxValue + 1);
            return new WeightedUpdate(values, random.Next(1, 1000));
        })];
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark]
    public FedAvgResult Aggregate() => FedAvg.Aggregate(_device, _updates, FixedPointFormat.Default);
}
