using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>What an aggregator submits: C_Y, the link pi, and per chunk D, A, B, C.</summary>
/// <remarks>Encoded as 4 + 10 M words: C_Y | pi | D_0 | A_0 | B_0 | C_0 | D_1 .. with points in EVM order,
/// the order of the contract's struct.</remarks>
/// <param name="Model">C_Y.</param>
/// <param name="Link">pi.</param>
/// <param name="Chunks">One per chunk, in order.</param>
public sealed record AggregateProof(VectorCommitment Model, G1Affine Link, IReadOnlyList<ChunkProof> Chunks)
{
    /// <summary>The encoding's length in bytes.</summary>
    public int ByteLength => ChunkProofs.ByteLength(2, Chunks.Count);

    /// <summary>Decodes a proof.</summary>
    /// <exception cref="FileFormatException">A wrong length, a coordinate of p or more, a point off its curve or subgroup.</exception>
    public static AggregateProof Decode(ReadOnlySpan<byte> bytes, string name = "aggregate proof")
    {
        (G1Affine[] leading, ChunkProof[] chunks) = ChunkProofs.Decode(bytes, ["C_Y", "pi"], name);
        return new AggregateProof(new VectorCommitment(leading[0]), leading[1], chunks);
    }

    /// <summary>Encodes the proof.</summary>
    public byte[] Encode() => ChunkProofs.Encode([Model.Point, Link], Chunks);
}
