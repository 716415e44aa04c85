using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The verifier's part of a link key: one element of G2 per row.</summary>
public sealed class LinkVerificationKey
{
    private readonly G2Affine[] _rows;

    internal LinkVerificationKey(G2Affine[] rows) => _rows = rows;

    /// <summary>[k_S]2, [k_Y]2, [k_0]2 .. [k_(M-1)]2.</summary>
    public ReadOnlyMemory<G2Affine> Rows => _rows;

    /// <summary>[k_S]2, of the row of the sum's commitment.</summary>
    public G2Affine Sum => _rows[FedAvgLinkRelation.SumRow];

    /// <summary>[k_Y]2, of the row of the model's commitment.</summary>
    public G2Affine Model => _rows[FedAvgLinkRelation.ModelRow];

    /// <summary>M.</summary>
    public int Chunks => _rows.Length - 2;

    /// <summary>[k_c]2, of the row of chunk <paramref name="chunk"/>'s point D.</summary>
    public G2Affine Chunk(int chunk) => _rows[2 + chunk];
}
