using System.Security.Cryptography;
using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The verifier's part of a link key: one element of G2 per row.</summary>
public sealed class LinkVerificationKey
{
    /// <summary>The second row's secret over the first's in every development key: k_Y / k_S of FedAvg, k_0 / k_C of a bounded
    /// update.</summary>
    internal static readonly Fr DevelopmentMark = Fr.ReduceBigEndian(SHA512.HashData("FlZk/v1/development/link-mark"u8));

    private readonly G2Affine[] _rows;
    private readonly LinkShape _shape;

    internal LinkVerificationKey(LinkShape shape, G2Affine[] rows)
    {
        _shape = shape;
        _rows = rows;
    }

    /// <summary>[k_S]2, [k_Y]2, [k_0]2 .. [k_(M-1)]2 of FedAvg; [k_C]2, [k_0]2 .. [k_(M-1)]2 of a bounded update.</summary>
    public ReadOnlyMemory<G2Affine> Rows => _rows;

    /// <summary>FedAvg: [k_S]2, of the row of the sum's commitment.</summary>
    public G2Affine Sum => _rows[FedAvgLinkRelation.SumRow];

    /// <summary>FedAvg: [k_Y]2, of the row of the model's commitment.</summary>
    public G2Affine Model => _rows[FedAvgLinkRelation.ModelRow];

    /// <summary>
    /// Whether the key carries the mark of development keys, its second row a public multiple of the first. It is in the elements
    /// themselves, so it shows on chain too, where no file says what the key is. Keys of ceremonies have it with probability 2^-254.
    /// </summary>
    public bool IsDevelopment => _rows[1] == _rows[0] * DevelopmentMark;

    /// <summary>Bounded update: [k_C]2, of the row of the update's commitment.</summary>
    internal G2Affine Commitment => _rows[BoundedUpdateLinkRelation.CommitmentRow];

    /// <summary>M.</summary>
    public int Chunks => _shape.Chunks;

    /// <summary>[k_c]2, of the row of chunk <paramref name="chunk"/>'s point D.</summary>
    public G2Affine Chunk(int chunk) => _rows[_shape.ChunkRow(chunk)];
}
