using BenchmarkDotNet.Attributes;
using FlZk.Bench.Roofline;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Devices.Gpu;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Bench.Learning;

/// <summary>FedAvg on a graphics card, of updates that lie in its memory and of updates that come from the host's, beside what the card
/// copies in a second within its memory and from the host's.</summary>
[BenchmarkCategory(Gpus.Category)]
public class GpuBenchmarks : IRooflineSuite
{
    private GpuDevice? _device;
    private ResidentRound? _resident;
    private RoundInput _round = null!;
    private int[] _model = null!;

    public static IEnumerable<int> Rounds => Gpus.Emulated ? [8] : [8, 64, 512];

    public static IEnumerable<int> Lengths => Gpus.Emulated ? [1 << 12] : [1 << 16, 1 << 20, 1 << 24];

    [ParamsSource(nameof(Rounds))]
    public int Providers { get; set; }

    [ParamsSource(nameof(Lengths))]
    public int Parameters { get; set; }

    /// <summary>Fails where the updates do not fit the card's memory: that size then has no result.</summary>
    [GlobalSetup(Targets = [nameof(Resident)])]
    public void SetupResident()
    {
        _device = Gpus.Open();
        _resident = _device.Upload(UpdatePool.Of(Providers, Parameters).Round());
    }

    [GlobalSetup(Targets = [nameof(Streaming)])]
    public void SetupStreaming()
    {
        _device = Gpus.Open();
        _round = UpdatePool.Of(Providers, Parameters).Round();
        _model = new int[Parameters];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _resident?.Dispose();
        _device?.Dispose();
    }

    /// <summary>Updates and results in the card's memory.</summary>
    [Benchmark(Baseline = true)]
    public void Resident() => _resident!.Average();

    /// <summary>Updates and results in the host's memory, as any program has it.</summary>
    [Benchmark]
    public void Streaming() => _device!.Average(_round, default, _model);

    /// <summary>Reads n d integers; writes sums and averages where updates are resident, averages alone where they are not.</summary>
    OperationWork? IRooflineSuite.WorkOf(string method) => new OperationWork(
        (double)sizeof(int) * Providers * Parameters,
        (sizeof(int) + (method == nameof(Resident) ? (double)sizeof(long) : 0)) * Parameters);
}
