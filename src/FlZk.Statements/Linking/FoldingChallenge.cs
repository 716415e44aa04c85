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
        Rho = Fr.ReduceBigEndian(bytes.AsSpan(16));
        T = Fr.ReduceBigEndian(bytes.AsSpan(0, 16));
    }

    /// <summary>h.</summary>
    public KeccakHash Hash { get; }

    /// <summary>The low 128 bits: tell Groth16 equations from link equations.</summary>
    public Fr Rho { get; }

    /// <summary>The high 128 bits: its powers tell equations of one kind from each other.</summary>
    public Fr T { get; }
}
