using BenchmarkDotNet.Attributes;
using FlZk.Bn254;

namespace FlZk.Bench.Fields;

/// <summary>One field operation, as part of a dependent chain (latency, not throughput).</summary>
public class FieldBenchmarks
{
    private Fp _a = Fp.FromUInt64(3).Inverse();
    private readonly Fp _b = Fp.FromUInt64(7).Inverse();

    [Benchmark(Baseline = true)]
    public Fp Multiply() => _a *= _b;

    [Benchmark]
    public Fp Square() => _a = _a.Square();

    [Benchmark]
    public Fp Add() => _a += _b;

    [Benchmark]
    public Fp Inverse() => _a = _a.Inverse() + _b;
}
