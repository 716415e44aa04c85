using BenchmarkDotNet.Attributes;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Provers;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;

namespace FlZk.Bench.Proving;

/// <summary>One chunk of FedAvg: witness, proof and verification, natively and with snarkjs on the same files in the same run.</summary>
/// <remarks>The native key is loaded once, as a server would; snarkjs is a process that reads it every time,
/// as a user of snarkjs would.</remarks>
public class ProveBenchmarks
{
    private readonly NativeProver _native = new();
    private readonly SnarkjsProver _snarkjs = new();
    private CircuitKeys _keys = null!;
    private ProvingKey _key = null!;
    private WasmWitnessGenerator _witnesses = null!;
    private CircuitInputs _inputs = null!;
    private Witness _witness = null!;
    private Proof _proof;

    [Params("fedavg-696", "fedavg-5568")]
    public string Circuit { get; set; } = string.Empty;

    [GlobalSetup]
    public async Task Setup()
    {
        CircuitInstance instance = CircuitCatalog.Read()[Circuit];
        _keys = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(instance);
        _key = ProvingKey.Read(_keys.ProvingKey);
        _witnesses = WasmWitnessGenerator.Open(_keys.Circuit);
        var random = new Random(1);
        const int Weight = 4800;
        Fr[] sums =
            [.. Enumerable.Range(0, instance.ChunkSize).Select(_ => Fr.FromInt64(random.NextInt64(-(1L << 22), 1L << 22) * Weight))];
        _inputs = new CircuitInputs()
            .Add("ctx", Fr.Random())
            .Add("W", Fr.FromUInt64(Weight))
            .Add("s", sums)
            .Add("rhoS", Fr.Random())
            .Add("rhoY", Fr.Random())
            .Add("blind", Fr.Random());
        _witness = await _witnesses.GenerateAsync(_inputs);
        _proof = await _native.ProveAsync(_keys.ProvingKey, _key, _witness);
    }

    [GlobalCleanup]
    public void Cleanup() => _witnesses.Dispose();

    [Benchmark(Baseline = true)]
    public Task<Proof> Snarkjs() => _snarkjs.ProveAsync(_keys.ProvingKey, _key, _witness);

    [Benchmark]
    public Task<Proof> Native() => _native.ProveAsync(_keys.ProvingKey, _key, _witness);

    [Benchmark]
    public Task<Witness> ComputeWitness() => _witnesses.GenerateAsync(_inputs);

    [Benchmark]
    public ProvingKey ReadKey() => ProvingKey.Read(_keys.ProvingKey);

    [Benchmark]
    public bool Verify() => Verifier.Verify(_key.VerificationKey, _witness.PublicSignals(_key.PublicCount).Span, _proof);
}
