using BenchmarkDotNet.Attributes;
using FlZk.Bench.Configurations;
using FlZk.Bn254;

namespace FlZk.Bench.Fields;

/// <summary>Transforms over a whole domain: both directions, and from the domain to its odd coset, of which a proof makes three.</summary>
public class NumberTheoreticTransformBenchmarks
{
    private EvaluationDomain _domain = null!;
    private Fr[] _values = null!;

    public static IEnumerable<int> LogSizes => Sizes.LogSizes;

    [ParamsSource(nameof(LogSizes))]
    public int LogSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _domain = new EvaluationDomain(LogSize);
        _values = new Fr[_domain.Size];
        for (int i = 0; i < _values.Length; i++) _values[i] = Fr.Random();
    }

    [Benchmark(Baseline = true)]
    public void Forward() => _domain.Forward(_values);

    [Benchmark]
    public void Inverse() => _domain.Inverse(_values);

    [Benchmark]
    public void MoveToCoset() => _domain.MoveToCoset(_values);
}
