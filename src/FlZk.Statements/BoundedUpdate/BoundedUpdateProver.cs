using System.Diagnostics;
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
        var linkClock = Stopwatch.StartNew();
        progress?.Report(new WorkProgress("committing", 0, 1));
        var commitment = VectorCommitment.Commit(keys.Generators, inputs.Values, inputs.Blinding, cancellation);
        if (inputs.ExpectedCommitment is { } expected && expected != commitment)
            throw new ArgumentException("Values and blinding do not open the commitment on chain.");
        linkClock.Stop();

        var chunks = new ChunkProof[shape.Chunks];
        var transcripts = new ChunkTranscript[shape.Chunks];
        var others = new Fr[1 + (2 * shape.Chunks)];
        others[0] = inputs.Blinding;
        UInt128 carry = UInt128.Zero;
        Stopwatch witnessClock = new(), proveClock = new();
        for (int c = 0; c < shape.Chunks; c++)
        {
            Fr mask = Fr.Random();
            var chunk = new BoundedUpdateChunk(inputs, shape, c, carry, mask);
            carry = chunk.CarryOut;
            (others[1 + c], others[1 + shape.Chunks + c]) = (BoundedUpdateStatement.ToField(carry), mask);
            progress?.Report(new WorkProgress("computing the witness", c, shape.Chunks));
            witnessClock.Start();
            Fr[] signals = chunk.PublicSignals();
            Witness witness = await witnesses.GenerateAsync(chunk.CircuitInputs(), cancellation).ConfigureAwait(false);
            RequireSignals(witness, signals, c);
            witnessClock.Stop();

            progress?.Report(new WorkProgress("proving", c, shape.Chunks));
            proveClock.Start();
            Proof proof = await groth16.ProveAsync(keys.ZkeyPath, keys.ProvingKey!, witness, null, cancellation).ConfigureAwait(false);
            proveClock.Stop();

            linkClock.Start();
            chunks[c] = new ChunkProof(chunk.Commit(keys.Circuit.InputBases, cancellation), proof);
            transcripts[c] = new ChunkTranscript(proof, signals);
            linkClock.Stop();
        }

        progress?.Report(new WorkProgress("linking", 0, 1));
        linkClock.Start();
        long[] values = [.. inputs.Values.ToArray()];
        var contribution = new ContributionProof(keys.Link.Prove(values, others, cancellation), chunks);
        linkClock.Stop();

        progress?.Report(new WorkProgress("verifying", 0, 1));
        var verifyClock = Stopwatch.StartNew();
        var statement = new BoundedUpdateStatement(keys.Verification.KeyId, inputs.Context, inputs.MaxSquaredNorm, commitment);
        BoundedUpdateVerdict verdict = BoundedUpdateVerifier.Verify(keys.Verification, statement, contribution);
        if (!verdict.Accepted) throw new UnprovableException($"The finished proof does not verify: {verdict.Detail}");
        var timings = new BoundedUpdateTimings(witnessClock.Elapsed, proveClock.Elapsed, linkClock.Elapsed, verifyClock.Elapsed);
        return new BoundedUpdateProof(statement, contribution, transcripts, timings);
    }

    private static void RequireSignals(Witness witness, ReadOnlySpan<Fr> expected, int chunk)
    {
        if (witness.Values.Length <= expected.Length || !witness.PublicSignals(expected.Length).Span.SequenceEqual(expected))
        {
            throw new UnprovableException(
                $"The circuit's public signals for chunk {chunk} are not the values, norm, bound, context and blindings given: it is "
                + "another circuit than the key's.");
        }
    }
}
