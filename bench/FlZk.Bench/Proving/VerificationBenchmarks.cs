using BenchmarkDotNet.Attributes;
using FlZk.Bench.Circuits;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Bench.Proving;

/// <summary>Verification under a prepared key with one public signal, of one proof and of 64.</summary>
public class VerificationBenchmarks
{
    // Made once and repeated in the batch, which treats every proof by itself.
    private const int Distinct = 8;
    private const int Batch = 64;

    private readonly ProofClaim[] _claims = new ProofClaim[Batch];
    private PreparedVerificationKey _key = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        BenchFiles files = await new BenchWorkshop(Console.WriteLine).EnsureAsync(BenchCircuits.Small, CancellationToken.None);
        ProvingKey key = ProvingKey.Read(files.ProvingKey);
        var witness = Witness.Read(files.Witness);
        _key = new PreparedVerificationKey(key.VerificationKey);
        ReadOnlyMemory<Fr> signals = witness.PublicSignals(key.PublicCount);
        for (int i = 0; i < Distinct; i++) _claims[i] = new ProofClaim(signals, NativeProver.Prove(key, witness).Proof);
        for (int i = Distinct; i < Batch; i++) _claims[i] = _claims[i % Distinct];
    }

    [Benchmark]
    public bool Single() => _key.Verify(_claims[0].PublicSignals, _claims[0].Proof);

    [Benchmark]
    public bool BatchOf64() => BatchVerifier.Verify(_key, _claims).Accepted;
}
