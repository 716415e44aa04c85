using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The challenge of one FedAvg statement and proof.</summary>
/// <remarks>
/// h = keccak256(keyId | ctx | W | M | C_S | C_Y | D_0 .. D_(M-1) | pi | A_0 | B_0 | C_0 | ..), integers as 32-byte big-endian words,
/// points in EVM order. The link equation has the weight 1, chunk c's Groth16 equation rho t^c.
/// </remarks>
public sealed class Challenge : FoldingChallenge
{
    private Challenge(KeccakHash hash)
        : base(hash)
    {
    }

    /// <summary>The challenge for one statement and proof.</summary>
    public static Challenge Derive(FedAvgStatement statement, AggregateProof proof) => new(KeccakHash.Of(Preimage(statement, proof)));

    /// <summary>The hashed bytes: 10 + 10 M words, of which the contracts' tests compare every one.</summary>
    internal static byte[] Preimage(FedAvgStatement statement, AggregateProof proof)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentOutOfRangeException.ThrowIfNegative(statement.TotalWeight, nameof(statement));
        var words = new WordWriter();
        words.Append(statement.KeyId);
        words.Append(statement.Context);
        words.Append(Fr.FromInt64(statement.TotalWeight));
        words.Append(Fr.FromInt64(proof.Chunks.Count));
        words.Append(statement.Sum.Point);
        words.Append(proof.Model.Point);
        foreach (ChunkProof chunk in proof.Chunks) words.Append(chunk.Commitment);
        words.Append(proof.Link);
        foreach (ChunkProof chunk in proof.Chunks)
        {
            words.Append(chunk.Groth16.A);
            words.Append(chunk.Groth16.B);
            words.Append(chunk.Groth16.C);
        }

        return words.ToArray();
    }
}
