using BenchmarkDotNet.Attributes;
using FlZk.Bn254;

namespace FlZk.Bench.Curves;

/// <summary>A product of pairings compared with one: what a verifier does.</summary>
public class PairingBenchmarks
{
    private G1Affine[] _left = null!;
    private G2Affine[] _right = null!;

    [Params(1, 4, 7)]
    public int Pairs { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _left = [.. Enumerable.Range(0, Pairs).Select(_ => G1Affine.Generator * Fr.Random())];
        _right = [.. Enumerable.Range(0, Pairs).Select(_ => G2Affine.Generator * Fr.Random())];
    }

    [Benchmark]
    public bool ProductIsOne() => Pairing.ProductIsOne(_left, _right);
}
