using BenchmarkDotNet.Attributes;
using FlZk.Bn254;

namespace FlZk.Bench.Fields;

/// <summary>A transform over the whole domain, forward.</summary>
public class NumberTheoreticTransformBenchmarks
{
    private EvaluationDomain _domain = null!;
    private Fr[] _values = null!;

    [Params(14, 16, 18)]
    public int LogSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _domain = new EvaluationDomain(LogSize);
        _values = new Fr[_domain.Size];
        for (int i = 0; i < _values.Length; i++) _values[i] = Fr.Random();
    }

    [Benchmark]
    public void Forward() => _domain.Forward(_values);
}
