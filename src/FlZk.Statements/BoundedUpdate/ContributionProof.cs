using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>What a provider submits: the link pi, and per chunk D, A, B, C.</summary>
/// <remarks>Encoded as 2 + 10 M words: pi | D_0 | A_0 | B_0 | C_0 | D_1 .. with points in EVM order.</remarks>
/// <param name="Link">pi.</param>
/// <param name="Chunks">One per chunk, in order.</param>
public sealed record ContributionProof(G1Affine Link, IReadOnlyList<ChunkProof> Chunks)
{
    /// <summary>The encoding's length in bytes.</summary>
    public int ByteLength => ChunkProofs.ByteLength(1, Chunks.Count);

    /// <summary>Decodes a proof.</summary>
    /// <exception cref="FileFormatException">A wrong length, a coordinate of p or more, a point off its curve or subgroup.</exception>
    public static ContributionProof Decode(ReadOnlySpan<byte> bytes, string name = "contribution proof")
    {
        (G1Affine[] leading, ChunkProof[] chunks) = ChunkProofs.Decode(bytes, ["pi"], name);
        return new ContributionProof(leading[0], chunks);
    }

    /// <summary>Encodes the proof.</summary>
    public byte[] Encode() => ChunkProofs.Encode([Link], Chunks);
}
