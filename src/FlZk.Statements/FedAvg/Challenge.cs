using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The Fiat-Shamir challenge that folds all equations of a statement into one pairing product.</summary>
/// <remarks>
/// h = keccak256(keyId | ctx | W | M | C_S | C_Y | D_0 .. D_(M-1) | pi | A_0 | B_0 | C_0 | ..), integers as 32-byte big-endian words,
/// points in EVM order. Every element that a prover chooses is hashed: with pi left out it could be solved for after the challenge is
/// known, and anything would verify.
/// </remarks>
public sealed class Challenge
{
    private Challenge(KeccakHash hash)
    {
        Hash = hash;
        byte[] bytes = hash.ToArray();
        Link = Fr.ReduceBigEndian(bytes.AsSpan(16));
        Batch = Fr.ReduceBigEndian(bytes.AsSpan(0, 16));
    }

    /// <summary>h.</summary>
    public KeccakHash Hash { get; }

    /// <summary>rho, the low 128 bits: the factor of the link equation.</summary>
    public Fr Link { get; }

    /// <summary>t, the high 128 bits: chunk c's Groth16 equation has factor t^c.</summary>
    public Fr Batch { get; }

    /// <summary>The challenge for one statement and proof.</summary>
    public static Challenge Derive(FedAvgStatement statement, AggregateProof proof) => new(KeccakHash.Of(Preimage(statement, proof)));

    /// <summary>The hashed bytes: 10 + 10 M words, of which the contracts' tests compare every one.</summary>
    internal static byte[] Preimage(FedAvgStatement statement, AggregateProof proof)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentOutOfRangeException.ThrowIfNegative(statement.TotalWeight, nameof(statement));
        using var bytes = new MemoryStream((10 + (10 * proof.Chunks.Count)) * 32);
        Span<byte> buffer = stackalloc byte[G2Affine.UncompressedLength];
        bytes.Write(statement.KeyId.ToArray());
        Append(bytes, statement.Context, buffer);
        Append(bytes, Fr.FromInt64(statement.TotalWeight), buffer);
        Append(bytes, Fr.FromInt64(proof.Chunks.Count), buffer);
        Append(bytes, statement.Sum.Point, buffer);
        Append(bytes, proof.Model.Point, buffer);
        foreach (ChunkProof chunk in proof.Chunks) Append(bytes, chunk.Commitment, buffer);
        Append(bytes, proof.Link, buffer);
        foreach (ChunkProof chunk in proof.Chunks)
        {
            Append(bytes, chunk.Groth16.A, buffer);
            chunk.Groth16.B.WriteUncompressed(buffer);
            bytes.Write(buffer);
            Append(bytes, chunk.Groth16.C, buffer);
        }

        return bytes.ToArray();
    }

    private static void Append(MemoryStream bytes, Fr value, Span<byte> buffer)
    {
        value.WriteBigEndian(buffer);
        bytes.Write(buffer[..Fr.ByteLength]);
    }

    private static void Append(MemoryStream bytes, G1Affine point, Span<byte> buffer)
    {
        point.WriteUncompressed(buffer);
        bytes.Write(buffer[..G1Affine.UncompressedLength]);
    }
}
