using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>
/// A Groth16 verification key with all secrets known, so that proofs of true statements, and forgeries where a test needs them, take no
/// circuit: A = [a]1, B = [b]2, C = [(a b - alpha beta - vk_x) / delta]1, the simulator of Groth's zero-knowledge proof, distributed as
/// honest proofs are.
/// </summary>
internal sealed class KnownTrapdoorKey : IGroth16Prover
{
    private readonly Fr _alpha;
    private readonly Fr _beta;
    private readonly Fr _delta;
    private readonly DeterministicScalars _scalars;

    /// <summary>A key.</summary>
    /// <param name="chunkSize">K.</param>
    /// <param name="seed">Other seeds give other keys.</param>
    /// <param name="tamper">Changes the input bases.</param>
    /// <param name="publicCount">Public signals, where they are not those of FedAvg.</param>
    public KnownTrapdoorKey(int chunkSize, string seed, Func<G1Affine[], G1Affine[]>? tamper = null, int? publicCount = null)
    {
        _scalars = new DeterministicScalars($"groth16 {chunkSize} {seed}");
        (_alpha, _beta, _delta) = (_scalars.Next(), _scalars.Next(), _scalars.Next());
        Layout = new FedAvgPublicSignals(chunkSize);
        var bases = new G1Affine[(publicCount ?? Layout.Count) + 1];
        for (int i = 0; i < bases.Length; i++) bases[i] = G1Affine.Generator * _scalars.Next();
        if (tamper is not null) bases = tamper(bases);
        Key = new VerificationKey(
            G1Affine.Generator * _alpha, G2Affine.Generator * _beta, G2Affine.Generator, G2Affine.Generator * _delta, bases);
    }

    public VerificationKey Key { get; }

    public FedAvgPublicSignals Layout { get; }

    /// <summary>A proof for any public signals.</summary>
    public Proof Simulate(ReadOnlySpan<Fr> signals) => Simulate(Verifier.InputPoint(Key, signals));

    /// <summary>A proof for any input point.</summary>
    public Proof Simulate(G1Affine inputPoint)
    {
        Fr a = _scalars.Next(), b = _scalars.Next();
        G1Affine c = ((G1Affine.Generator * ((a * b) - (_alpha * _beta))) - inputPoint) * _delta.Inverse();
        return new Proof(G1Affine.Generator * a, G2Affine.Generator * b, c);
    }

    public Task<Proof> ProveAsync(
        string zkeyPath,
        ProvingKey key,
        Witness witness,
        IProgress<FlZk.Platform.WorkProgress>? progress = null,
        CancellationToken cancellation = default) => Task.FromResult(Simulate(witness.PublicSignals(Key.PublicCount).Span));
}
