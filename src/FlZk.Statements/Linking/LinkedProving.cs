using System.Diagnostics;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>One statement's proof in the making: chunk after chunk, and the time that each kind of work takes.</summary>
/// <typeparam name="TKey">The verifier's key.</typeparam>
/// <param name="keys">Checked keys.</param>
/// <param name="witnesses">Runs the circuit.</param>
/// <param name="groth16">Makes the chunk proofs.</param>
/// <param name="progress">Told of each phase as it begins.</param>
/// <param name="cancellation">Stops between and within phases.</param>
internal sealed class LinkedProving<TKey>(
    LinkedProvingKeys<TKey> keys,
    IWitnessGenerator witnesses,
    IGroth16Prover groth16,
    IProgress<WorkProgress>? progress,
    CancellationToken cancellation)
    where TKey : LinkedKey
{
    private readonly Stopwatch _witness = new();
    private readonly Stopwatch _prove = new();
    private readonly Stopwatch _link = new();
    private readonly Stopwatch _verify = new();
    private readonly List<ChunkProof> _chunks = [];
    private readonly List<ChunkTranscript> _transcripts = [];

    /// <summary>The proofs of the chunks so far.</summary>
    public IReadOnlyList<ChunkProof> Chunks => _chunks;

    /// <summary>The same with all public signals.</summary>
    public IReadOnlyList<ChunkTranscript> Transcripts => _transcripts;

    /// <summary>The time so far.</summary>
    public ProofTimings Timings => new(_witness.Elapsed, _prove.Elapsed, _link.Elapsed, _verify.Elapsed);

    /// <summary>Work on commitments and the link.</summary>
    public T Link<T>(string phase, int done, int total, Func<T> work) => Timed(_link, phase, done, total, work);

    /// <summary>Self-verification.</summary>
    public T Verify<T>(Func<T> work) => Timed(_verify, "verifying", 0, 1, work);

    /// <summary>Proves the next chunk.</summary>
    /// <exception cref="UnprovableException">The circuit or the prover rejects it, or the circuit is another than the key's.</exception>
    public async Task ProveAsync(IStatementChunk chunk)
    {
        int index = _chunks.Count, count = keys.Link.Shape.Chunks;
        progress?.Report(new WorkProgress("computing the witness", index, count));
        _witness.Start();
        Fr[] signals = chunk.PublicSignals();
        Witness witness = await witnesses.GenerateAsync(chunk.CircuitInputs(), cancellation).ConfigureAwait(false);
        RequireSignals(witness, signals, index);
        _witness.Stop();

        progress?.Report(new WorkProgress("proving", index, count));
        _prove.Start();
        Proof proof = await groth16.ProveAsync(keys.ZkeyPath, keys.ProvingKey!, witness, null, cancellation).ConfigureAwait(false);
        _prove.Stop();

        _link.Start();
        _chunks.Add(new ChunkProof(chunk.Commit(keys.Circuit.InputBases, cancellation), proof));
        _transcripts.Add(new ChunkTranscript(proof, signals));
        _link.Stop();
    }

    private static void RequireSignals(Witness witness, ReadOnlySpan<Fr> expected, int chunk)
    {
        if (witness.Values.Length <= expected.Length || !witness.PublicSignals(expected.Length).Span.SequenceEqual(expected))
        {
            throw new UnprovableException(
                $"The circuit's public signals for chunk {chunk} are not those of the inputs given: it is another circuit than the key's.");
        }
    }

    private T Timed<T>(Stopwatch clock, string phase, int done, int total, Func<T> work)
    {
        progress?.Report(new WorkProgress(phase, done, total));
        clock.Start();
        T result = work();
        clock.Stop();
        return result;
    }
}
