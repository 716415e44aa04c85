using System.Security.Cryptography;
using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The verifier's part of a link key: one element of G2 per row.</summary>
public sealed class LinkVerificationKey
{
    /// <summary>k_Y / k_S of every development key.</summary>
    internal static readonly Fr DevelopmentMark = Fr.ReduceBigEndian(SHA512.HashData("FlZk/v1/development/link-mark"u8));

    private readonly G2Affine[] _rows;

    internal LinkVerificationKey(G2Affine[] rows) => _rows = rows;

    /// <summary>[k_S]2, [k_Y]2, [k_0]2 .. [k_(M-1)]2.</summary>
    public ReadOnlyMemory<G2Affine> Rows => _rows;

    /// <summary>[k_S]2, of the row of the sum's commitment.</summary>
    public G2Affine Sum => _rows[FedAvgLinkRelation.SumRow];

    /// <summary>[k_Y]2, of the row of the model's commitment.</summary>
    public G2Affine Model => _rows[FedAvgLinkRelation.ModelRow];

    /// <summary>
    /// Whether the key carries the mark of development keys, [k_Y]2 a public multiple of [k_S]2. It is in the elements themselves, so it
    /// shows on chain too, where no file says what the key is. Keys of ceremonies have it with probability 2^-254.
    /// </summary>
    public bool IsDevelopment => Model == Sum * DevelopmentMark;

    /// <summary>M.</summary>
    public int Chunks => _rows.Length - 2;

    /// <summary>[k_c]2, of the row of chunk <paramref name="chunk"/>'s point D.</summary>
    public G2Affine Chunk(int chunk) => _rows[2 + chunk];
}
