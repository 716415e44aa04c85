using BenchmarkDotNet.Attributes;
using FlZk.Bn254;

namespace FlZk.Bench.Fields;

/// <summary>One operation of the base field as part of a dependent chain: latency, not throughput.</summary>
public class FieldBenchmarks
{
    private const int Chain = 1 << 12;

    private readonly Fp _start = Fp.FromUInt64(3).Inverse();
    private readonly Fp _other = Fp.FromUInt64(7).Inverse();

    [Benchmark(Baseline = true, OperationsPerInvoke = Chain)]
    public Fp Multiply()
    {
        Fp a = _start;
        for (int i = 0; i < Chain; i++) a *= _other;
        return a;
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public Fp Square()
    {
        Fp a = _start;
        for (int i = 0; i < Chain; i++) a = a.Square();
        return a;
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public Fp Add()
    {
        Fp a = _start;
        for (int i = 0; i < Chain; i++) a += _other;
        return a;
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public Fp Inverse()
    {
        Fp a = _start;
        for (int i = 0; i < Chain; i++) a = a.Inverse() + _other;
        return a;
    }
}
