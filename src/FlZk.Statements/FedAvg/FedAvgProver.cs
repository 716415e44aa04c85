using System.Diagnostics;
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
        var linkClock = Stopwatch.StartNew();
        progress?.Report(new WorkProgress("committing", 0, 2));
        var sum = VectorCommitment.Commit(keys.Generators, inputs.Sums, inputs.SumBlinding, cancellation);
        if (inputs.ExpectedSum is { } expected && expected != sum)
        {
            throw new ArgumentException(
                "Sums and blinding do not open the commitment on chain: an update, a weight or a blinding differs from what was revealed.");
        }
        progress?.Report(new WorkProgress("committing", 1, 2));
        var model = VectorCommitment.Commit(keys.Generators, inputs.Model, modelBlinding, cancellation);
        linkClock.Stop();

        var chunks = new ChunkProof[shape.Chunks];
        var transcripts = new ChunkTranscript[shape.Chunks];
        var blindings = new Fr[2 + shape.Chunks];
        (blindings[0], blindings[1]) = (inputs.SumBlinding, modelBlinding);
        Stopwatch witnessClock = new(), proveClock = new();
        for (int c = 0; c < shape.Chunks; c++)
        {
            blindings[2 + c] = Fr.Random();
            var chunk = new FedAvgChunk(inputs, shape, c, modelBlinding, blindings[2 + c]);
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
        G1Affine link = keys.Link.Prove(inputs.Sums, Widen(inputs.Model.Span), blindings, cancellation);
        linkClock.Stop();

        progress?.Report(new WorkProgress("verifying", 0, 1));
        var verifyClock = Stopwatch.StartNew();
        var statement = new FedAvgStatement(
            keys.Verification.KeyId, inputs.Context, inputs.TotalWeight, shape.Dimension, shape.Chunks, sum, model);
        var aggregate = new AggregateProof(model, link, chunks);
        FedAvgVerdict verdict = FedAvgVerifier.Verify(keys.Verification, statement, aggregate);
        if (!verdict.Accepted) throw new UnprovableException($"The finished proof does not verify: {verdict.Detail}");
        var timings = new FedAvgTimings(witnessClock.Elapsed, proveClock.Elapsed, linkClock.Elapsed, verifyClock.Elapsed);
        return new FedAvgProof(statement, aggregate, modelBlinding, transcripts, timings);
    }

    private static void RequireSignals(Witness witness, ReadOnlySpan<Fr> expected, int chunk)
    {
        if (witness.Values.Length <= expected.Length || !witness.PublicSignals(expected.Length).Span.SequenceEqual(expected))
        {
            throw new UnprovableException(
                $"The circuit's public signals for chunk {chunk} are not the model, context, weight, sums and blindings given: it is "
                + $"another circuit than the key's.");
        }
    }

    private static long[] Widen(ReadOnlySpan<int> values)
    {
        var wide = new long[values.Length];
        for (int j = 0; j < wide.Length; j++) wide[j] = values[j];
        return wide;
    }
}
