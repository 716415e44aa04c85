using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>Proves that a committed update has values in range and a bounded norm: per chunk one Groth16 proof, for all chunks one
/// link.</summary>
/// <remarks>Masks beta are fresh for every chunk of every proof; nothing leaves that the verifier has not accepted.</remarks>
/// <param name="keys">Checked keys.</param>
/// <param name="witnesses">Runs the circuit.</param>
/// <param name="groth16">Makes the chunk proofs.</param>
public sealed class BoundedUpdateProver(BoundedUpdateProvingKeys keys, IWitnessGenerator witnesses, IGroth16Prover groth16)
{
    /// <summary>Proves one contribution.</summary>
    /// <param name="inputs">Values, blinding, bound and context.</param>
    /// <param name="progress">Told of each phase as it begins.</param>
    /// <param name="cancellation">Stops between and within phases.</param>
    /// <exception cref="ArgumentException">The inputs contradict the key, the bound, or the expected commitment; the message says
    /// how.</exception>
    /// <exception cref="UnprovableException">The circuit or a prover rejects the inputs, or the finished proof does not verify.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<BoundedUpdateProof> ProveAsync(
        BoundedUpdateInputs inputs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        inputs.Require(keys.Verification);
        LinkShape shape = keys.Link.Shape;
        var proving = new LinkedProving<BoundedUpdateVerificationKey>(keys, witnesses, groth16, progress, cancellation);
        VectorCommitment commitment = proving.Link(
            "committing", 0, 1, () => VectorCommitment.Commit(keys.Generators, inputs.Values, inputs.Blinding, cancellation));
        if (inputs.ExpectedCommitment is { } expected && expected != commitment)
            throw new ArgumentException("Values and blinding do not open the commitment on chain.");

        var others = new Fr[1 + (2 * shape.Chunks)];
        others[0] = inputs.Blinding;
        UInt128 carry = UInt128.Zero;
        for (int c = 0; c < shape.Chunks; c++)
        {
            Fr mask = Fr.Random();
            var chunk = new BoundedUpdateChunk(inputs, shape, c, carry, mask);
            carry = chunk.CarryOut;
            (others[1 + c], others[1 + shape.Chunks + c]) = (BoundedUpdateStatement.ToField(carry), mask);
            await proving.ProveAsync(chunk).ConfigureAwait(false);
        }

        long[] values = [.. inputs.Values.ToArray()];
        G1Affine link = proving.Link("linking", 0, 1, () => keys.Link.Prove(values, others, cancellation));
        var contribution = new ContributionProof(link, proving.Chunks);
        var statement = new BoundedUpdateStatement(keys.Verification.KeyId, inputs.Context, inputs.MaxSquaredNorm, commitment);
        BoundedUpdateVerdict verdict = proving.Verify(() => BoundedUpdateVerifier.Verify(keys.Verification, statement, contribution));
        if (!verdict.Accepted) throw new UnprovableException($"The finished proof does not verify: {verdict.Detail}");
        return new BoundedUpdateProof(statement, contribution, proving.Transcripts, proving.Timings);
    }
}
