using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>Proves that a committed model is the federated average of committed updates: per chunk one
/// Groth16 proof, for all chunks one link.</summary>
/// <remarks>Masks beta are fresh for every chunk of every proof, rho_Y for every proof; nothing leaves that
/// the verifier has not accepted.</remarks>
/// <param name="keys">Checked keys.</param>
/// <param name="witnesses">Runs the circuit.</param>
/// <param name="groth16">Makes the chunk proofs.</param>
public sealed class FedAvgProver(FedAvgProvingKeys keys, IWitnessGenerator witnesses, IGroth16Prover groth16)
{
    /// <summary>Proves one round.</summary>
    /// <param name="inputs">Sums, model, weight, context and blindings.</param>
    /// <param name="progress">Told of each phase as it begins.</param>
    /// <param name="cancellation">Stops between and within phases.</param>
    /// <exception cref="ArgumentException">The inputs contradict each other, the key, or the expected sum
    /// commitment; the message says how.</exception>
    /// <exception cref="UnprovableException">The circuit or a prover rejects the inputs, or the finished proof does not verify.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<FedAvgProof> ProveAsync(
        FedAvgInputs inputs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Require(keys.Verification);
        LinkShape shape = keys.Link.Shape;
        Fr modelBlinding = inputs.ModelBlinding ?? VectorCommitment.FreshBlinding();
        var proving = new LinkedProving<LinkedVerificationKey>(keys, witnesses, groth16, progress, cancellation);
        VectorCommitment sum = proving.Link(
            "committing", 0, 2, () => VectorCommitment.Commit(keys.Generators, inputs.Sums, inputs.SumBlinding, cancellation));
        if (inputs.ExpectedSum is { } expected && expected != sum)
        {
            throw new ArgumentException(
                "Sums and blinding do not open the commitment on chain: an update, a weight or a blinding differs from what was revealed.");
        }
        VectorCommitment model = proving.Link(
            "committing", 1, 2, () => VectorCommitment.Commit(keys.Generators, inputs.Model, modelBlinding, cancellation));

        var blindings = new Fr[2 + shape.Chunks];
        (blindings[0], blindings[1]) = (inputs.SumBlinding, modelBlinding);
        for (int c = 0; c < shape.Chunks; c++)
        {
            blindings[2 + c] = Fr.Random();
            await proving.ProveAsync(new FedAvgChunk(inputs, shape, c, modelBlinding, blindings[2 + c])).ConfigureAwait(false);
        }

        G1Affine link = proving.Link(
            "linking", 0, 1, () => keys.Link.Prove(inputs.Sums, Widen(inputs.Model.Span), blindings, cancellation));
        var statement = new FedAvgStatement(
            keys.Verification.KeyId, inputs.Context, inputs.TotalWeight, shape.Dimension, shape.Chunks, sum, model);
        var aggregate = new AggregateProof(model, link, proving.Chunks);
        FedAvgVerdict verdict = proving.Verify(() => FedAvgVerifier.Verify(keys.Verification, statement, aggregate));
        if (!verdict.Accepted) throw new UnprovableException($"The finished proof does not verify: {verdict.Detail}");
        return new FedAvgProof(statement, aggregate, modelBlinding, proving.Transcripts, proving.Timings);
    }

    private static long[] Widen(ReadOnlySpan<int> values)
    {
        var wide = new long[values.Length];
        for (int j = 0; j < wide.Length; j++) wide[j] = values[j];
        return wide;
    }
}
