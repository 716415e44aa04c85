using BenchmarkDotNet.Attributes;
using FlZk.Bench.Roofline;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Bench.Learning;

/// <summary>What robust rules are made of, on the processor, beside FedAvg of the same updates: the column of ratios says how many times as
/// long they take.</summary>
public class RobustBenchmarks : IRooflineSuite
{
    private readonly CpuDevice _device = new();
    private RoundInput _round = null!;
    private RoundInput _scaled = null!;
    private int[] _model = null!;
    private Int128[] _products = null!;
    private Int128[] _norms = null!;

    [Params(8, 64)]
    public int Providers { get; set; }

    [Params(1 << 16, 1 << 20)]
    public int Parameters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _round = UpdatePool.Of(Providers, Parameters).Round();

        // Half of them clipped.
        _scaled = _round.Scaled([.. Enumerable.Range(0, Providers).Select(i => RoundInput.UnitScale >> (i % 2))]);
        _model = new int[Parameters];
        _products = new Int128[Providers * Providers];
        _norms = new Int128[Providers];
    }

    [GlobalCleanup]
    public void Cleanup() => _device.Dispose();

    [Benchmark(Baseline = true)]
    public void FedAvg() => _device.Average(_round, default, _model);

    [Benchmark]
    public void Median() => _device.TrimmedMean(_round, (Providers - 1) / 2, _model);

    /// <summary>An eighth dropped at each end.</summary>
    [Benchmark]
    public void TrimmedMean() => _device.TrimmedMean(_round, Providers / 8, _model);

    /// <summary>All inner products, which Krum and Multi-Krum take their distances from.</summary>
    [Benchmark]
    public void KrumDistances() => _device.InnerProducts(_round, _products);

    /// <summary>The update that Krum chooses, with a tenth dishonest.</summary>
    [Benchmark]
    public AggregationResult Krum() => new KrumStrategy(Providers / 10).Aggregate(_device, _round);

    /// <summary>The average of the half that Multi-Krum chooses.</summary>
    [Benchmark]
    public AggregationResult MultiKrum() => new MultiKrumStrategy(Providers / 10, Providers / 2).Aggregate(_device, _round);

    /// <summary>Norms, and then an average of scaled updates: norm clipping.</summary>
    [Benchmark]
    public void NormClipping()
    {
        _device.SquaredNorms(_round, _norms);
        _device.Average(_scaled, default, _model);
    }

    /// <summary>All read every update once, clipping twice; distances are n (n + 1) / 2 products of vectors, norms included.</summary>
    OperationWork? IRooflineSuite.WorkOf(string method)
    {
        double read = (double)sizeof(int) * Providers * Parameters;
        return method switch
        {
            nameof(KrumDistances) or nameof(Krum) or nameof(MultiKrum) =>
                new OperationWork(read, 0, Providers * (Providers + 1) / 2 * (double)Parameters),
            nameof(NormClipping) => new OperationWork(2 * read, (double)sizeof(int) * Parameters),
            _ => new OperationWork(read, (double)sizeof(int) * Parameters),
        };
    }
}
