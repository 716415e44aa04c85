using BenchmarkDotNet.Attributes;
using FlZk.Bn254;

namespace FlZk.Bench.Curves;

/// <summary>Operations on single points, and multiples of one base by many scalars.</summary>
public class CurveBenchmarks
{
    private const int Chain = 1 << 8;
    private const int Multiples = 1 << 14;

    private readonly Fr _scalar = Fr.FromUInt64(3).Inverse();
    private readonly Fr[] _scalars = new Fr[Multiples];
    private readonly G1Affine[] _first = new G1Affine[Multiples];
    private readonly G2Affine[] _second = new G2Affine[Multiples];

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < _scalars.Length; i++) _scalars[i] = Fr.Random();
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public G1Jacobian G1Double()
    {
        G1Jacobian point = G1Jacobian.Infinity.AddMixed(G1Affine.Generator);
        for (int i = 0; i < Chain; i++) point = point.Double();
        return point;
    }

    [Benchmark(OperationsPerInvoke = Chain)]
    public G1Jacobian G1AddMixed()
    {
        G1Jacobian point = G1Jacobian.Infinity.AddMixed(G1Affine.Generator).Double();
        for (int i = 0; i < Chain; i++) point = point.AddMixed(G1Affine.Generator);
        return point;
    }

    [Benchmark]
    public G1Affine G1Multiply() => G1Affine.Generator * _scalar;

    [Benchmark]
    public G2Affine G2Multiply() => G2Affine.Generator * _scalar;

    [Benchmark(OperationsPerInvoke = Multiples)]
    public void G1FixedBase() => FixedBaseMultiplication.Multiply(G1Affine.Generator, _scalars, _first);

    [Benchmark(OperationsPerInvoke = Multiples)]
    public void G2FixedBase() => FixedBaseMultiplication.Multiply(G2Affine.Generator, _scalars, _second);
}
