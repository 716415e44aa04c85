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
    /// <summary>The length of a word of the contract ABI.</summary>
    public const int Word = 32;

    private const int HeadWords = 7;
    private const int ChunkWords = 10;

    /// <summary>M as the words say it.</summary>
    public int ChunkCount => Proof[(HeadWords * Word) - 1];

    /// <summary>W as the words of a valid statement say it.</summary>
    public long WeightValue => System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(Weight.AsSpan(Word - 8));

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

    /// <summary>The arguments of <c>verify</c>, without its selector.</summary>
    public byte[] ToCalldata() => [.. Context, .. Weight, .. Sum, .. new byte[Word - 1], 0xa0, .. Proof.AsSpan(Word)];

    /// <summary>The ten words of a chunk: D, A, B, C.</summary>
    public Span<byte> Chunk(int index) => Proof.AsSpan(Word * (HeadWords + (ChunkWords * index)), Word * ChunkWords);

    /// <summary>A word of any point of the proof; the two offsets and the length stay, since a decoder reads them in its own way.</summary>
    public Span<byte> ProofWord(Random random)
    {
        int index = random.Next((Proof.Length / Word) - 3);
        return Proof.AsSpan(Word * (index < 4 ? index + 1 : index + 3), Word);
    }

    /// <summary>A point of G1: C_S, C_Y, the link, or D, A or C of a chunk.</summary>
    public Span<byte> AnyG1(Random random)
    {
        int index = random.Next(6);
        if (index == 0) return Sum;
        if (index < 3) return Proof.AsSpan(Word * ((2 * index) - 1), 2 * Word);
        return Chunk(random.Next(ChunkCount)).Slice(Word * (index switch { 3 => 0, 4 => 2, _ => 8 }), 2 * Word);
    }

    /// <summary>Sets W.</summary>
    public void SetWeight(long weight)
    {
        Weight.AsSpan().Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(Weight.AsSpan(Word - 8), weight);
    }

    /// <summary>The same statement with its last chunks left out, or its last chunk once more.</summary>
    public StatementWords WithChunks(int count)
    {
        byte[] proof = Proof;
        Array.Resize(ref proof, Word * (HeadWords + (ChunkWords * count)));
        if (count > ChunkCount) Chunk(ChunkCount - 1).CopyTo(proof.AsSpan(^(Word * ChunkWords)..));
        proof[(HeadWords * Word) - 1] = (byte)count;
        return this with { Proof = proof };
    }

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
