using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The Fiat-Shamir challenge that folds all equations of one or several contribution proofs into one pairing product.</summary>
/// <remarks>
/// h = keccak256(keyId | bound | N | ctx_0 | C_0 | proof_0 | ctx_1 | ..), integers as 32-byte big-endian words, points in EVM order, a
/// proof
/// as <see cref="ContributionProof.Encode"/> gives it: everything that a prover chooses.
/// </remarks>
public sealed class BoundedUpdateChallenge
{
    private BoundedUpdateChallenge(KeccakHash hash)
    {
        Hash = hash;
        byte[] bytes = hash.ToArray();
        Link = Fr.ReduceBigEndian(bytes.AsSpan(16));
        Batch = Fr.ReduceBigEndian(bytes.AsSpan(0, 16));
    }

    /// <summary>h.</summary>
    public KeccakHash Hash { get; }

    /// <summary>rho, the low 128 bits: the link equation of proof i has factor rho t^i.</summary>
    public Fr Link { get; }

    /// <summary>t, the high 128 bits: the Groth16 equation of chunk c of proof i has factor t^(i + N c).</summary>
    public Fr Batch { get; }

    /// <summary>The challenge for statements of one key and bound, each with its proof.</summary>
    public static BoundedUpdateChallenge Derive(IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims) =>
        new(KeccakHash.Of(Preimage(claims)));

    /// <summary>The hashed bytes: 3 words, and 5 + 10 M per proof.</summary>
    internal static byte[] Preimage(IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims)
    {
        using var bytes = new MemoryStream();
        Span<byte> buffer = stackalloc byte[G1Affine.UncompressedLength];
        bytes.Write(claims[0].Statement.KeyId.ToArray());
        Append(bytes, claims[0].Statement.Bound, buffer);
        Append(bytes, Fr.FromInt64(claims.Count), buffer);
        foreach ((BoundedUpdateStatement statement, ContributionProof proof) in claims)
        {
            Append(bytes, statement.Context, buffer);
            statement.Commitment.Point.WriteUncompressed(buffer);
            bytes.Write(buffer);
            bytes.Write(proof.Encode());
        }

        return bytes.ToArray();
    }

    private static void Append(MemoryStream bytes, Fr value, Span<byte> buffer)
    {
        value.WriteBigEndian(buffer);
        bytes.Write(buffer[..Fr.ByteLength]);
    }
}
