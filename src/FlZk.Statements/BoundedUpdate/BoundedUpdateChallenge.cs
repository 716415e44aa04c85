using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The challenge of one or several contribution proofs checked together.</summary>
/// <remarks>
/// h = keccak256(keyId | bound | N | ctx_0 | C_0 | proof_0 | ctx_1 | ..), integers as 32-byte big-endian words, points in EVM order, a proof
/// as <see cref="ContributionProof.Encode"/> gives it. The link equation of proof i has factor rho t^i, the Groth16 equation of its chunk c
/// factor t^(i + N c).
/// </remarks>
public sealed class BoundedUpdateChallenge : FoldingChallenge
{
    private BoundedUpdateChallenge(KeccakHash hash)
        : base(hash)
    {
    }

    /// <summary>The challenge for statements of one key and bound, each with its proof.</summary>
    public static BoundedUpdateChallenge Derive(IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims) =>
        new(KeccakHash.Of(Preimage(claims)));

    /// <summary>The hashed bytes: 3 words, and 5 + 10 M per proof.</summary>
    internal static byte[] Preimage(IReadOnlyList<(BoundedUpdateStatement Statement, ContributionProof Proof)> claims)
    {
        var words = new WordWriter();
        words.Append(claims[0].Statement.KeyId);
        words.Append(claims[0].Statement.Bound);
        words.Append(Fr.FromInt64(claims.Count));
        foreach ((BoundedUpdateStatement statement, ContributionProof proof) in claims)
        {
            words.Append(statement.Context);
            words.Append(statement.Commitment.Point);
            words.Append(proof.Encode());
        }

        return words.ToArray();
    }
}
