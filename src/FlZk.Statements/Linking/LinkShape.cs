namespace FlZk.Statements;

/// <summary>How a vector of d parameters is cut into chunks of K, and the order of a link key's rows and columns.</summary>
/// <remarks>
/// FedAvg: rows C_S, C_Y, D_0..D_(M-1); columns s_0..s_(d-1), y_0..y_(d-1), rho_S, rho_Y, beta_0..beta_(M-1). Bounded update: rows C,
/// D_0..D_(M-1); columns x_0..x_(d-1), rho, acc_0..acc_(M-1), beta_0..beta_(M-1). Padding of the last chunk has no columns, so it is zero
/// in every linked proof.
/// </remarks>
/// <param name="Dimension">d, at least 1.</param>
/// <param name="ChunkSize">K, at least 1.</param>
/// <param name="Statement">What the key links.</param>
public readonly record struct LinkShape(int Dimension, int ChunkSize, LinkedStatement Statement = LinkedStatement.FedAvg)
{
    /// <summary>The most parameters that a link key can serve: 16 million.</summary>
    public const int MaximumDimension = 1 << 24;

    /// <summary>M = ceil(d / K).</summary>
    public int Chunks => (int)(((long)Dimension + ChunkSize - 1) / ChunkSize);

    /// <summary>2 + M for FedAvg, 1 + M for a bounded update.</summary>
    public int RowCount => CommitmentRows(Statement) + Chunks;

    /// <summary>2 d + 2 + M for FedAvg, d + 1 + 2 M for a bounded update.</summary>
    public int ColumnCount => Statement == LinkedStatement.FedAvg ? (2 * Dimension) + 2 + Chunks : Dimension + 1 + (2 * Chunks);

    /// <summary>FedAvg: the column of the sum's blinding.</summary>
    public int SumBlindingColumn => 2 * Dimension;

    /// <summary>FedAvg: the column of the model's blinding.</summary>
    public int ModelBlindingColumn => (2 * Dimension) + 1;

    /// <summary>Bounded update: the column of the commitment's blinding.</summary>
    public int BlindingColumn => Dimension;

    /// <summary>Parameters of chunk <paramref name="chunk"/>: K, or fewer in the last.</summary>
    public int ParametersOf(int chunk) => Math.Min(ChunkSize, Dimension - (chunk * ChunkSize));

    /// <summary>Bounded update: the column of the squared norm of chunks 0 to <paramref name="chunk"/>.</summary>
    public int CarryColumn(int chunk) => Dimension + 1 + chunk;

    /// <summary>The column of chunk <paramref name="chunk"/>'s mask beta; masks come last.</summary>
    public int MaskColumn(int chunk) => ColumnCount - Chunks + chunk;

    /// <summary>The row of chunk <paramref name="chunk"/>'s point D; the commitments' rows come first.</summary>
    internal int ChunkRow(int chunk) => CommitmentRows(Statement) + chunk;

    /// <summary>The number of commitments: C_S and C_Y, or C.</summary>
    internal static int CommitmentRows(LinkedStatement statement) => statement == LinkedStatement.FedAvg ? 2 : 1;
}
