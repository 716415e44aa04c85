using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>What a provider submits: the link pi, and per chunk D, A, B, C.</summary>
/// <remarks>Encoded as 2 + 10 M words: pi | D_0 | A_0 | B_0 | C_0 | D_1 .. with points in EVM order.</remarks>
/// <param name="Link">pi.</param>
/// <param name="Chunks">One per chunk, in order.</param>
public sealed record ContributionProof(G1Affine Link, IReadOnlyList<ChunkProof> Chunks)
{
    private const int HeaderLength = G1Affine.UncompressedLength;
    private const int ChunkLength = (3 * G1Affine.UncompressedLength) + G2Affine.UncompressedLength;

    /// <summary>The encoding's length in bytes.</summary>
    public int ByteLength => HeaderLength + (ChunkLength * Chunks.Count);

    /// <summary>Decodes a proof.</summary>
    /// <exception cref="FileFormatException">A wrong length, a coordinate of p or more, a point off its curve or subgroup.</exception>
    public static ContributionProof Decode(ReadOnlySpan<byte> bytes, string name = "contribution proof")
    {
        if (bytes.Length < HeaderLength + ChunkLength || (bytes.Length - HeaderLength) % ChunkLength != 0)
            throw new FileFormatException(name, $"{bytes.Length} bytes are no proof, which has {HeaderLength} + {ChunkLength} M bytes.");
        var chunks = new ChunkProof[(bytes.Length - HeaderLength) / ChunkLength];
        for (int c = 0; c < chunks.Length; c++)
        {
            int at = HeaderLength + (c * ChunkLength);
            chunks[c] = new ChunkProof(
                First(bytes, at, $"D_{c}", name),
                new Proof(
                    First(bytes, at + 64, $"A_{c}", name),
                    Second(bytes, at + 128, $"B_{c}", name),
                    First(bytes, at + 256, $"C_{c}", name)));
        }

        return new ContributionProof(First(bytes, 0, "pi", name), chunks);
    }

    /// <summary>Encodes the proof.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[ByteLength];
        Link.WriteUncompressed(bytes);
        for (int c = 0; c < Chunks.Count; c++)
        {
            Span<byte> part = bytes.AsSpan(HeaderLength + (c * ChunkLength), ChunkLength);
            Chunks[c].Commitment.WriteUncompressed(part);
            Chunks[c].Groth16.A.WriteUncompressed(part[64..]);
            Chunks[c].Groth16.B.WriteUncompressed(part[128..]);
            Chunks[c].Groth16.C.WriteUncompressed(part[256..]);
        }

        return bytes;
    }

    private static G1Affine First(ReadOnlySpan<byte> bytes, int at, string what, string name) =>
        G1Affine.TryReadUncompressed(bytes.Slice(at, G1Affine.UncompressedLength), out G1Affine point)
            ? point
            : throw new FileFormatException(name, $"{what} is not a point of G1: a coordinate is p or more, or it is off the curve.", at);

    private static G2Affine Second(ReadOnlySpan<byte> bytes, int at, string what, string name) =>
        G2Affine.TryReadUncompressed(bytes.Slice(at, G2Affine.UncompressedLength), out G2Affine point)
            ? point
            : throw new FileFormatException(
                name, $"{what} is not a point of G2: a coordinate is p or more, or it is off the twist or the subgroup.", at);
}
