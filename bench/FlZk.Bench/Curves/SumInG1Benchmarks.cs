using BenchmarkDotNet.Attributes;
using FlZk.Bench.Configurations;
using FlZk.Bn254;

namespace FlZk.Bench.Curves;

/// <summary>Multi-scalar multiplication in G1 by kind of scalar: full-size (the H query), 64-bit, signed 24-bit (commitments), bits (most
/// of a range-check witness).</summary>
public class SumInG1Benchmarks
{
    private SumInputs _inputs = null!;

    public static IEnumerable<int> LogSizes => Sizes.LogSizes;

    [ParamsSource(nameof(LogSizes))]
    public int LogSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _inputs = SumInputs.Of(LogSize);
        _ = _inputs.First;
    }

    [Benchmark(Baseline = true)]
    public G1Affine Full() => MultiScalarMultiplication.Compute(_inputs.First, _inputs.Full);

    [Benchmark]
    public G1Affine Words() => MultiScalarMultiplication.Compute(_inputs.First, _inputs.Words);

    [Benchmark]
    public G1Affine Signed24() => MultiScalarMultiplication.Compute(_inputs.First, _inputs.Signed24);

    [Benchmark]
    public G1Affine Bits() => MultiScalarMultiplication.Compute(_inputs.First, _inputs.Bits);
}
