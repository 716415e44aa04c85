using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>What the proofs of all statements have in common: some points, then D, A, B, C per chunk. Their encoding, and the checks and
/// equations of their points.</summary>
internal static class ChunkProofs
{
    private const int ChunkLength = (3 * G1Affine.UncompressedLength) + G2Affine.UncompressedLength;

    /// <summary>Bytes of a proof's encoding.</summary>
    public static int ByteLength(int leadingPoints, int chunks) => (leadingPoints * G1Affine.UncompressedLength) + (ChunkLength * chunks);

    /// <summary>Encodes a proof: the leading points, then D | A | B | C per chunk, in EVM order.</summary>
    public static byte[] Encode(ReadOnlySpan<G1Affine> leading, IReadOnlyList<ChunkProof> chunks)
    {
        var words = new WordWriter();
        foreach (G1Affine point in leading) words.Append(point);
        foreach (ChunkProof chunk in chunks)
        {
            words.Append(chunk.Commitment);
            words.Append(chunk.Groth16.A);
            words.Append(chunk.Groth16.B);
            words.Append(chunk.Groth16.C);
        }

        return words.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/> gives.</summary>
    /// <param name="bytes">The encoding.</param>
    /// <param name="leadingNames">What errors call the leading points.</param>
    /// <param name="name">What errors call the proof.</param>
    /// <exception cref="FileFormatException">A wrong length, a coordinate of p or more, a point off its curve or subgroup.</exception>
    public static (G1Affine[] Leading, ChunkProof[] Chunks) Decode(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<string> leadingNames, string name)
    {
        int header = ByteLength(leadingNames.Length, 0);
        if (bytes.Length < header + ChunkLength || (bytes.Length - header) % ChunkLength != 0)
            throw new FileFormatException(name, $"{bytes.Length} bytes are no proof, which has {header} + {ChunkLength} M bytes.");
        var chunks = new ChunkProof[(bytes.Length - header) / ChunkLength];
        for (int c = 0; c < chunks.Length; c++)
        {
            int at = header + (c * ChunkLength);
            chunks[c] = new ChunkProof(
                First(bytes, at, $"D_{c}", name),
                new Proof(
                    First(bytes, at + 64, $"A_{c}", name),
                    Second(bytes, at + 128, $"B_{c}", name),
                    First(bytes, at + 256, $"C_{c}", name)));
        }

        var leading = new G1Affine[leadingNames.Length];
        for (int i = 0; i < leading.Length; i++)
            leading[i] = First(bytes, i * G1Affine.UncompressedLength, leadingNames[i], name);
        return (leading, chunks);
    }

    /// <summary>The first point that no verifier may take, and a sentence about it.</summary>
    public static (PointFault Fault, string Detail) FirstFault(
        ReadOnlySpan<(G1Affine Point, string Name)> leading, IReadOnlyList<ChunkProof> chunks)
    {
        foreach ((G1Affine point, string name) in leading)
        {
            if (Check(point, name) is { Fault: not PointFault.None } fault) return fault;
        }

        for (int c = 0; c < chunks.Count; c++)
        {
            ChunkProof chunk = chunks[c];
            if (Check(chunk.Commitment, $"D of chunk {c}") is { Fault: not PointFault.None } d) return d;
            if (Check(chunk.Groth16.A, $"A of chunk {c}") is { Fault: not PointFault.None } a) return a;
            if (Check(chunk.Groth16.B, $"B of chunk {c}") is { Fault: not PointFault.None } b) return b;
            if (Check(chunk.Groth16.C, $"C of chunk {c}") is { Fault: not PointFault.None } quotient) return quotient;
        }

        return (PointFault.None, string.Empty);
    }

    /// <summary>One chunk's Groth16 equation by itself.</summary>
    /// <param name="key">The key.</param>
    /// <param name="scalars">The part of the input point that the verifier computes.</param>
    /// <param name="chunk">The chunk's proof.</param>
    public static bool Groth16Holds(LinkedKey key, in G1Affine scalars, in ChunkProof chunk) => Pairing.ProductIsOne(
        [-chunk.Groth16.A, key.Alpha, scalars + chunk.Commitment, chunk.Groth16.C],
        [chunk.Groth16.B, key.Beta, G2Affine.Generator, key.Delta]);

    /// <summary>The link equation by itself.</summary>
    /// <param name="key">The key.</param>
    /// <param name="commitments">The rows that are commitments.</param>
    /// <param name="chunks">The rows that are points D.</param>
    /// <param name="link">pi.</param>
    public static bool LinkHolds(LinkedKey key, ReadOnlySpan<G1Affine> commitments, IReadOnlyList<ChunkProof> chunks, in G1Affine link)
    {
        G1Affine[] left = [.. commitments, .. chunks.Select(static chunk => chunk.Commitment), -link];
        return Pairing.ProductIsOne(left, [.. key.Link.Rows.Span, G2Affine.Generator]);
    }

    private static (PointFault Fault, string Detail) Check(in G1Affine point, string name)
    {
        if (point.IsInfinity) return (PointFault.AtInfinity, $"{name} is the point at infinity.");
        return point.IsOnCurve ? (PointFault.None, string.Empty) : (PointFault.OffCurve, $"{name} is not on the curve.");
    }

    private static (PointFault Fault, string Detail) Check(in G2Affine point, string name)
    {
        if (point.IsInfinity) return (PointFault.AtInfinity, $"{name} is the point at infinity.");
        if (!point.IsOnCurve) return (PointFault.OffCurve, $"{name} is not on the twist.");
        return point.IsInSubgroup
            ? (PointFault.None, string.Empty)
            : (PointFault.OutsideSubgroup, $"{name} is outside the subgroup of order r.");
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
