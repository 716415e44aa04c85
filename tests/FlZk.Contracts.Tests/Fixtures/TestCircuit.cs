using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>The smallest catalogue circuit with its development key, and chunk proofs made by hand under it.</summary>
internal sealed class TestCircuit : IDisposable
{
    private readonly ProvingKey _key;

    private TestCircuit(CircuitInstance instance, CircuitKeys keys)
    {
        Instance = instance;
        ZkeyPath = keys.ProvingKey;
        _key = ProvingKey.Read(keys.ProvingKey);
        Witnesses = WasmWitnessGenerator.Open(keys.Circuit);
    }

    public CircuitInstance Instance { get; }

    public string ZkeyPath { get; }

    public ProvingKey ProvingKey => _key;

    public VerificationKey Key => _key.VerificationKey;

    public WasmWitnessGenerator Witnesses { get; }

    public FedAvgParameters Parameters => new(Instance.ChunkSize, Instance.ValueBits, Instance.WeightBits);

    // Input bases: 0 constant, 1 .. K y, then ctx, W, s[K], rhoS, rhoY, blind.
    private int K => Instance.ChunkSize;

    public static async Task<TestCircuit> OpenAsync(CancellationToken cancellation)
    {
        CircuitInstance instance = CircuitCatalog.Read()["fedavg-16"];
        return new TestCircuit(
            instance, await new DevelopmentKeys(new CircuitCompiler()).EnsureAsync(instance, null, cancellation).ConfigureAwait(false));
    }

    public void Dispose() => Witnesses.Dispose();

    /// <summary>Base of y_j within its chunk.</summary>
    public G1Affine ModelBase(int j) => Key.InputBases.Span[1 + j];

    /// <summary>Base of s_j within its chunk.</summary>
    public G1Affine SumBase(int j) => Key.InputBases.Span[K + 3 + j];

    public G1Affine SumBlindingBase => Key.InputBases.Span[(2 * K) + 3];

    public G1Affine ModelBlindingBase => Key.InputBases.Span[(2 * K) + 4];

    /// <summary>Proves one chunk of K sums and gives its D, which commits to the sums, their rounded averages and the blindings.</summary>
    public async Task<ChunkProof> ProveAsync(
        Fr context, long weight, long[] sums, Fr sumBlinding, Fr modelBlinding, Fr mask, CancellationToken cancellation)
    {
        CircuitInputs inputs = new CircuitInputs()
            .Add("ctx", context)
            .Add("W", Fr.FromInt64(weight))
            .Add("s", Array.ConvertAll(sums, Fr.FromInt64))
            .Add("rhoS", sumBlinding)
            .Add("rhoY", modelBlinding)
            .Add("blind", mask);
        Witness witness = await Witnesses.GenerateAsync(inputs, cancellation).ConfigureAwait(false);
        Proof proof = await new NativeProver().ProveAsync(ZkeyPath, _key, witness, null, cancellation).ConfigureAwait(false);
        return new ChunkProof(CommitmentOf(witness), proof);
    }

    /// <summary>The model that the circuit computes from sums: floor((s + floor(W/2)) / W).</summary>
    public static int[] Average(long[] sums, long weight) => Array.ConvertAll(sums, s => (int)FloorDivide(s + (weight / 2), weight));

    private static long FloorDivide(long a, long b) => (a / b) - (a % b < 0 ? 1 : 0);

    /// <summary>All public signals but ctx and W, over their input bases.</summary>
    private G1Affine CommitmentOf(Witness witness)
    {
        Fr[] signals = witness.PublicSignals(_key.PublicCount).ToArray();
        signals[K] = Fr.Zero;
        signals[K + 1] = Fr.Zero;
        return MultiScalarMultiplication.Compute(Key.InputBases[1..], signals);
    }
}
