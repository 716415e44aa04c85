using BenchmarkDotNet.Attributes;
using FlZk.Bench.Roofline;
using FlZk.Learning.Aggregation.Kernels;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Learning;

/// <summary>A server's step on a round's average, in place, on the processor.</summary>
public class ServerStepBenchmarks : IRooflineSuite
{
    private readonly ServerStep _fedAvgM = ServerStep.FedAvgM(1, 0.9, FixedPointFormat.Default);
    private readonly ServerStep _fedAdam = ServerStep.FedAdam(0.01, 0.9, 0.99, 0.001, FixedPointFormat.Default);
    private int[] _average = null!;
    private int[] _model = null!;
    private long[] _first = null!;
    private long[] _second = null!;

    [Params(1 << 16, 1 << 20, 1 << 24)]
    public int Parameters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _average = [.. Enumerable.Range(0, Parameters).Select(_ => random.Next(-1 << 18, 1 << 18))];
        _model = new int[Parameters];
        _first = new long[Parameters];
        _second = new long[Parameters];
        Array.Fill(_second, _fedAdam.Stabiliser * _fedAdam.Stabiliser);
    }

    [Benchmark]
    public long FedAvgM() => ServerStepKernel.Run(_fedAvgM, _average, _model, _first, default, CancellationToken.None);

    [Benchmark]
    public long FedAdam() => ServerStepKernel.Run(_fedAdam, _average, _model, _first, _second, CancellationToken.None);

    /// <summary>The average is read; the model and the moments are read and written.</summary>
    OperationWork? IRooflineSuite.WorkOf(string method)
    {
        double state = sizeof(int) + (sizeof(long) * (method == nameof(FedAdam) ? 2.0 : 1));
        return new OperationWork((sizeof(int) + state) * Parameters, state * Parameters);
    }
}
