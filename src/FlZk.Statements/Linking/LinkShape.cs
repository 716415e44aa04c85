namespace FlZk.Statements;

/// <summary>How a model of d parameters is cut into chunks of K, and the order of a link key's columns.</summary>
/// <remarks>
/// Columns: s_0..s_(d-1), y_0..y_(d-1), rho_S, rho_Y, beta_0..beta_(M-1). Padding of the last chunk has no columns, so it is zero in every
/// linked proof. Rows: C_S, C_Y, D_0..D_(M-1).
/// </remarks>
/// <param name="Dimension">d, at least 1.</param>
/// <param name="ChunkSize">K, at least 1.</param>
public readonly record struct LinkShape(int Dimension, int ChunkSize)
{
    /// <summary>The most parameters that a link key can serve: 16 million.</summary>
    public const int MaximumDimension = 1 << 24;

    /// <summary>M = ceil(d / K).</summary>
    public int Chunks => (int)(((long)Dimension + ChunkSize - 1) / ChunkSize);

    /// <summary>2 + M.</summary>
    public int RowCount => 2 + Chunks;

    /// <summary>2 d + 2 + M.</summary>
    public int ColumnCount => (2 * Dimension) + 2 + Chunks;

    /// <summary>The column of the sum's blinding.</summary>
    public int SumBlindingColumn => 2 * Dimension;

    /// <summary>The column of the model's blinding.</summary>
    public int ModelBlindingColumn => (2 * Dimension) + 1;

    /// <summary>Parameters of chunk <paramref name="chunk"/>: K, or fewer in the last.</summary>
    public int ParametersOf(int chunk) => Math.Min(ChunkSize, Dimension - (chunk * ChunkSize));

    /// <summary>The column of chunk <paramref name="chunk"/>'s mask beta.</summary>
    public int MaskColumn(int chunk) => (2 * Dimension) + 2 + chunk;
}
