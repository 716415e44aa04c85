using BenchmarkDotNet.Attributes;
using FlZk.Bench.Circuits;
using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Bench.Proving;

/// <summary>Whole statements about as many parameters, each in one chunk of its own size: an aggregator's average beside a provider's
/// bounded update. Witness, Groth16 proof, commitments, link and self-verification, with all keys loaded.</summary>
public class StatementBenchmarks
{
    private CatalogWitnessGenerator _fedAvgWitnesses = null!;
    private CatalogWitnessGenerator _boundedWitnesses = null!;
    private FedAvgProver _fedAvg = null!;
    private BoundedUpdateProver _bounded = null!;
    private FedAvgInputs _round = null!;
    private BoundedUpdateInputs _update = null!;

    /// <summary>Sizes that the catalogue has bounded updates of.</summary>
    [Params(309, 1255, 5036)]
    public int Parameters { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, Parameters).Take(Parameters);
        var native = new NativeProver();
        CircuitInstance average = FedAvgCatalogue.Instance(Parameters, Path.Combine(ProjectLayout.Cache, "bench", "fedavg"));
        (CircuitKeys files, ProvingKey key) = await KeysAsync(average);
        LinkProvingKey link = LinkSetup.Development(
            new FedAvgLinkRelation(key.VerificationKey, generators, new LinkShape(Parameters, Parameters)), "bench"u8);
        var parameters = new FedAvgParameters(Parameters, average.ValueBits, average.WeightBits);
        _fedAvgWitnesses = CatalogWitnessGenerator.Open(files.Circuit);
        _fedAvg = new FedAvgProver(
            new FedAvgProvingKeys(files.ProvingKey, key, parameters, link, generators), _fedAvgWitnesses, native);
        FedAvgRound round = FedAvgRound.Random(Parameters);
        _round = new FedAvgInputs
        {
            Context = Fr.FromUInt64(5),
            TotalWeight = round.TotalWeight,
            Sums = round.Sums,
            Model = round.Model,
            SumBlinding = Fr.FromUInt64(6).Inverse(),
        };

        CircuitInstance bounded = CircuitCatalog.Read()[$"bounded-{Parameters}"];
        (files, key) = await KeysAsync(bounded);
        var shape = new LinkShape(Parameters, Parameters, LinkedStatement.BoundedUpdate);
        link = LinkSetup.Development(new BoundedUpdateLinkRelation(key.VerificationKey, generators, shape), "bench"u8);
        var widths = new BoundedUpdateParameters(Parameters, bounded.ValueBits, bounded.NormBits);
        _boundedWitnesses = CatalogWitnessGenerator.Open(files.Circuit);
        _bounded = new BoundedUpdateProver(
            new BoundedUpdateProvingKeys(files.ProvingKey, key, widths, link, generators), _boundedWitnesses, native);
        _update = new BoundedUpdateInputs
        {
            Context = _round.Context,
            MaxSquaredNorm = BoundedUpdateInputs.SquaredNorm(round.Model),
            Values = round.Model,
            Blinding = _round.SumBlinding,
        };
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _fedAvgWitnesses.Dispose();
        _boundedWitnesses.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<FedAvgProof> FedAvg() => _fedAvg.ProveAsync(_round);

    [Benchmark]
    public Task<BoundedUpdateProof> BoundedUpdate() => _bounded.ProveAsync(_update);

    private static async Task<(CircuitKeys Files, ProvingKey Key)> KeysAsync(CircuitInstance instance)
    {
        CircuitKeys files = await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(instance);
        return (files, ProvingKey.Read(files.ProvingKey));
    }
}
