using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Statements;

namespace FlZk.Contracts.Tests.Fixtures;

/// <summary>One statement and proof as the verifier's calldata: 32-byte words, which a test may corrupt
/// before either side reads them.</summary>
/// <remarks>Words: ctx, W, C_S (2), then abi.encode(AggregateProof): offset, C_Y (2), pi (2), offset, M, and
/// ten per chunk (D, A, B, C).</remarks>
internal sealed record StatementWords(byte[] Context, byte[] Weight, byte[] Sum, byte[] Proof)
{
    private const int Word = 32;
    private const int HeadWords = 7;
    private const int ChunkWords = 10;

    /// <summary>Encodes a statement.</summary>
    public static StatementWords Of(Fr context, long weight, G1Affine sum, G1Affine model, G1Affine link, IReadOnlyList<ChunkProof> chunks)
    {
        var proof = new byte[Word * (HeadWords + (ChunkWords * chunks.Count))];
        proof[Word - 1] = 0x20;
        model.WriteUncompressed(proof.AsSpan(Word));
        link.WriteUncompressed(proof.AsSpan(3 * Word));
        proof[(6 * Word) - 1] = 0xa0;
        proof[(7 * Word) - 1] = (byte)chunks.Count;
        for (int c = 0; c < chunks.Count; c++)
        {
            Span<byte> at = proof.AsSpan(Word * (HeadWords + (ChunkWords * c)));
            chunks[c].Commitment.WriteUncompressed(at);
            chunks[c].Groth16.A.WriteUncompressed(at[(2 * Word)..]);
            chunks[c].Groth16.B.WriteUncompressed(at[(4 * Word)..]);
            chunks[c].Groth16.C.WriteUncompressed(at[(8 * Word)..]);
        }

        var contextWord = new byte[Word];
        context.WriteBigEndian(contextWord);
        var weightWord = new byte[Word];
        Fr.FromInt64(weight).WriteBigEndian(weightWord);
        var sumWords = new byte[2 * Word];
        sum.WriteUncompressed(sumWords);
        return new StatementWords(contextWord, weightWord, sumWords, proof);
    }

    /// <summary>A deep copy, to corrupt.</summary>
    public StatementWords Copy() => new([.. Context], [.. Weight], [.. Sum], [.. Proof]);

    /// <summary>What the C# verifier says of these words; words that are no field element or point make a
    /// statement that nobody accepts.</summary>
    public bool IsAccepted(LinkedVerificationKey key)
    {
        if (!Fr.TryReadBigEndian(Context, out Fr context)) return false;
        if (Weight.AsSpan(0, Word - 8).ContainsAnyExcept((byte)0)) return false;
        ulong weight = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(Weight.AsSpan(Word - 8));
        if (weight > long.MaxValue) return false;
        if (!G1Affine.TryReadUncompressed(Sum, out G1Affine sum)) return false;
        if (!G1Affine.TryReadUncompressed(Proof.AsSpan(Word, 2 * Word), out G1Affine model)) return false;
        if (!G1Affine.TryReadUncompressed(Proof.AsSpan(3 * Word, 2 * Word), out G1Affine link)) return false;
        int count = Proof[(HeadWords * Word) - 1];
        var chunks = new ChunkProof[count];
        for (int c = 0; c < count; c++)
        {
            ReadOnlySpan<byte> at = Proof.AsSpan(Word * (HeadWords + (ChunkWords * c)), Word * ChunkWords);
            if (!G1Affine.TryReadUncompressed(at[..(2 * Word)], out G1Affine d)
                || !G1Affine.TryReadUncompressed(at[(2 * Word)..(4 * Word)], out G1Affine a)
                || !G2Affine.TryReadUncompressed(at[(4 * Word)..(8 * Word)], out G2Affine b)
                || !G1Affine.TryReadUncompressed(at[(8 * Word)..], out G1Affine quotient))
            {
                return false;
            }

            chunks[c] = new ChunkProof(d, new Proof(a, b, quotient));
        }

        var statement = new FedAvgStatement(
            key.KeyId, context, (long)weight, key.Dimension, key.Chunks, new VectorCommitment(sum), new VectorCommitment(model));
        return FedAvgVerifier.Verify(key, statement, new AggregateProof(new VectorCommitment(model), link, chunks)).Accepted;
    }
}
