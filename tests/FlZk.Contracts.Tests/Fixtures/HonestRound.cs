using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>A round of honest providers with random updates, proved by the real prover.</summary>
/// <param name="Words">The statement and its proof as calldata.</param>
/// <param name="Proof">The proof with its openings.</param>
/// <param name="Commitments">The providers' commitments.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Inputs">What was proved.</param>
internal sealed record HonestRound(
    StatementWords Words, FedAvgProof Proof, IReadOnlyList<VectorCommitment> Commitments, IReadOnlyList<long> Weights, FedAvgInputs Inputs)
{
    /// <summary>Plays and proves a round with one provider per weight.</summary>
    public static async Task<HonestRound> ProveAsync(
        TestCircuit circuit, FedAvgProvingKeys keys, Fr context, long[] weights, int dimension, CancellationToken cancellation)
    {
        var random = new Random(dimension);
        int[][] updates = [.. weights.Select(_ => Enumerable.Range(0, dimension).Select(_ => random.Next(-(1 << 23), 1 << 23)).ToArray())];
        Fr[] blindings = [.. weights.Select(_ => Fr.Random())];
        VectorCommitment[] commitments =
            [.. updates.Select((update, i) => VectorCommitment.Commit(keys.Generators, update, blindings[i]))];
        long weight = weights.Sum();
        long[] sums = [.. Enumerable.Range(0, dimension).Select(j => weights.Select((w, i) => w * updates[i][j]).Sum())];
        var inputs = new FedAvgInputs
        {
            Context = context,
            TotalWeight = weight,
            Sums = sums,
            Model = TestCircuit.Average(sums, weight),
            SumBlinding = VectorCommitment.WeightedBlinding(blindings, weights),
            ExpectedSum = VectorCommitment.WeightedSum(commitments, weights),
        };
        (StatementWords words, FedAvgProof proof) = await ProveAsync(circuit, keys, inputs, cancellation).ConfigureAwait(false);
        return new HonestRound(words, proof, commitments, weights, inputs);
    }

    /// <summary>Proves the same round for another party: under another context, and with a blinding of the model of its own.</summary>
    public async Task<StatementWords> ProveForAsync(
        TestCircuit circuit, FedAvgProvingKeys keys, Fr context, CancellationToken cancellation) =>
        (await ProveAsync(circuit, keys, Inputs with { Context = context }, cancellation).ConfigureAwait(false)).Words;

    private static async Task<(StatementWords Words, FedAvgProof Proof)> ProveAsync(
        TestCircuit circuit, FedAvgProvingKeys keys, FedAvgInputs inputs, CancellationToken cancellation)
    {
        FedAvgProof proof = await new FedAvgProver(keys, circuit.Witnesses, new NativeProver())
            .ProveAsync(inputs, null, cancellation).ConfigureAwait(false);
        StatementWords words = StatementWords.Of(
            inputs.Context,
            inputs.TotalWeight,
            proof.Statement.Sum.Point,
            proof.Statement.Model.Point,
            proof.Proof.Link,
            proof.Proof.Chunks);
        return (words, proof);
    }
}
