using BenchmarkDotNet.Attributes;
using FlZk.Bench.Circuits;
using FlZk.Circuits.Provers;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;

namespace FlZk.Bench.Proving;

/// <summary>A proof with the key loaded, beside snarkjs on the same files; witness and key reading apart. The report measures the same with
/// processes that take turns; this is for looking at one circuit closely.</summary>
public class ProveBenchmarks
{
    private readonly SnarkjsProver _snarkjs = new();
    private BenchFiles _files = null!;
    private ProvingKey _key = null!;
    private WasmWitnessGenerator _witnesses = null!;
    private CircuitInputs _inputs = null!;
    private Witness _witness = null!;

    public static IEnumerable<string> Circuits => BenchCircuits.Proved.Select(circuit => circuit.Name);

    [ParamsSource(nameof(Circuits))]
    public string Circuit { get; set; } = string.Empty;

    [GlobalSetup]
    public async Task Setup()
    {
        BenchCircuit circuit = BenchCircuits.Named(Circuit);
        _files = await new BenchWorkshop(Console.WriteLine).EnsureAsync(circuit, CancellationToken.None);
        _key = ProvingKey.Read(_files.ProvingKey);
        _witnesses = WasmWitnessGenerator.Open(_files.WitnessProgram);
        _inputs = circuit.Inputs();
        _witness = Witness.Read(_files.Witness);
    }

    [GlobalCleanup]
    public void Cleanup() => _witnesses.Dispose();

    [Benchmark(Baseline = true)]
    public Task<Proof> Snarkjs() => _snarkjs.ProveAsync(_files.ProvingKey, _key, _witness);

    [Benchmark]
    public Proof Native() => NativeProver.Prove(_key, _witness).Proof;

    [Benchmark]
    public Task<Witness> ComputeWitness() => _witnesses.GenerateAsync(_inputs);

    [Benchmark]
    public ProvingKey ReadKey() => ProvingKey.Read(_files.ProvingKey);
}
