using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The Fiat-Shamir challenge that folds all equations of a check into one pairing product.</summary>
/// <remarks>Every element that a prover chooses is hashed: with pi left out it could be solved for after the challenge is known, and
/// anything would verify.</remarks>
public abstract class FoldingChallenge
{
    private protected FoldingChallenge(KeccakHash hash)
    {
        Hash = hash;
        byte[] bytes = hash.ToArray();
        Link = Fr.ReduceBigEndian(bytes.AsSpan(16));
        Batch = Fr.ReduceBigEndian(bytes.AsSpan(0, 16));
    }

    /// <summary>h.</summary>
    public KeccakHash Hash { get; }

    /// <summary>rho, the low 128 bits: the factor of link equations.</summary>
    public Fr Link { get; }

    /// <summary>t, the high 128 bits: its powers are the factors of Groth16 equations.</summary>
    public Fr Batch { get; }
}
