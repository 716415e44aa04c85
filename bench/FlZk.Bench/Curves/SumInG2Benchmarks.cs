using BenchmarkDotNet.Attributes;
using FlZk.Bench.Configurations;
using FlZk.Bn254;

namespace FlZk.Bench.Curves;

/// <summary>Multi-scalar multiplication in G2 by kind of scalar: full-size, 64-bit, bits.</summary>
public class SumInG2Benchmarks
{
    private SumInputs _inputs = null!;

    public static IEnumerable<int> LogSizes => Sizes.LogSizesOfG2;

    [ParamsSource(nameof(LogSizes))]
    public int LogSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _inputs = SumInputs.Of(LogSize);
        _ = _inputs.Second;
    }

    [Benchmark(Baseline = true)]
    public G2Affine Full() => MultiScalarMultiplication.Compute(_inputs.Second, _inputs.Full);

    [Benchmark]
    public G2Affine Words() => MultiScalarMultiplication.Compute(_inputs.Second, _inputs.Words);

    [Benchmark]
    public G2Affine Bits() => MultiScalarMultiplication.Compute(_inputs.Second, _inputs.Bits);
}
