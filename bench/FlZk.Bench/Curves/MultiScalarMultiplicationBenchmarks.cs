using BenchmarkDotNet.Attributes;
using FlZk.Bench.Configurations;
using FlZk.Bn254;

namespace FlZk.Bench.Curves;

/// <summary>Multi-scalar multiplication by kind of scalar: full-size (the H query), 64-bit, signed 24-bit (commitments), bits (most of a
/// range-check witness).</summary>
public class MultiScalarMultiplicationBenchmarks
{
    private G1Affine[] _points = null!;
    private G2Affine[] _twist = null!;
    private Fr[] _full = null!;
    private Fr[] _words = null!;
    private Fr[] _bits = null!;
    private long[] _small = null!;

    public static IEnumerable<int> LogSizes => Sizes.LogSizes;

    [ParamsSource(nameof(LogSizes))]
    public int LogSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int n = 1 << LogSize;
        var random = new Random(1);
        _full = [.. Enumerable.Range(0, n).Select(_ => Fr.Random())];
        _words = [.. Enumerable.Range(0, n).Select(_ => Fr.FromUInt64((ulong)random.NextInt64() << 1))];
        _bits = [.. Enumerable.Range(0, n).Select(_ => Fr.FromUInt64((ulong)random.Next(2)))];
        _small = [.. Enumerable.Range(0, n).Select(_ => random.NextInt64(-(1L << 23), 1L << 23))];
        _points = new G1Affine[n];
        _twist = new G2Affine[n];
        FixedBaseMultiplication.Multiply(G1Affine.Generator, _full, _points);
        FixedBaseMultiplication.Multiply(G2Affine.Generator, _full, _twist);
    }

    [Benchmark(Baseline = true)]
    public G1Affine G1Full() => MultiScalarMultiplication.Compute(_points, _full);

    [Benchmark]
    public G1Affine G1Words() => MultiScalarMultiplication.Compute(_points, _words);

    [Benchmark]
    public G1Affine G1Signed24() => MultiScalarMultiplication.Compute(_points, _small);

    [Benchmark]
    public G1Affine G1Bits() => MultiScalarMultiplication.Compute(_points, _bits);

    [Benchmark]
    public G2Affine G2Full() => MultiScalarMultiplication.Compute(_twist, _full);

    [Benchmark]
    public G2Affine G2Words() => MultiScalarMultiplication.Compute(_twist, _words);

    [Benchmark]
    public G2Affine G2Bits() => MultiScalarMultiplication.Compute(_twist, _bits);
}
