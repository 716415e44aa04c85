namespace FlZk.Statements;

/// <summary>
/// The order of a FedAvg circuit's public signals, y[K], ctx, W, s[K], rhoS, rhoY, blind, as positions among a key's input bases (the
/// constant's base is 0, so signal i has base i + 1).
/// </summary>
/// <param name="ChunkSize">K.</param>
internal readonly record struct FedAvgPublicSignals(int ChunkSize)
{
    /// <summary>2 K + 5.</summary>
    public int Count => (2 * ChunkSize) + 5;

    /// <summary>The base of ctx.</summary>
    public int ContextBase => ChunkSize + 1;

    /// <summary>The base of W.</summary>
    public int WeightBase => ChunkSize + 2;

    /// <summary>The base of rhoS.</summary>
    public int SumBlindingBase => (2 * ChunkSize) + 3;

    /// <summary>The base of rhoY.</summary>
    public int ModelBlindingBase => (2 * ChunkSize) + 4;

    /// <summary>The base of blind.</summary>
    public int MaskBase => (2 * ChunkSize) + 5;

    /// <summary>The base of y_j within its chunk.</summary>
    public static int ModelBase(int j) => 1 + j;

    /// <summary>The base of s_j within its chunk.</summary>
    public int SumBase(int j) => ChunkSize + 3 + j;
}
