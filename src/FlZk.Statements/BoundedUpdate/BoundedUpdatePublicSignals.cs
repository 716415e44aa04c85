namespace FlZk.Statements;

/// <summary>
/// The order of a bounded-update circuit's public signals, accOut, ctx, bound, accIn, x[K], rho, blind, as positions among a key's input
/// bases
/// (the constant's base is 0, so signal i has base i + 1).
/// </summary>
/// <param name="ChunkSize">K.</param>
internal readonly record struct BoundedUpdatePublicSignals(int ChunkSize)
{
    /// <summary>The base of accOut.</summary>
    public const int CarryOutBase = 1;

    /// <summary>The base of ctx.</summary>
    public const int ContextBase = 2;

    /// <summary>The base of bound.</summary>
    public const int BoundBase = 3;

    /// <summary>The base of accIn.</summary>
    public const int CarryInBase = 4;

    /// <summary>K + 6.</summary>
    public int Count => ChunkSize + 6;

    /// <summary>The base of rho.</summary>
    public int BlindingBase => ChunkSize + 5;

    /// <summary>The base of blind.</summary>
    public int MaskBase => ChunkSize + 6;

    /// <summary>The base of x_j within its chunk.</summary>
    public static int ValueBase(int j) => 5 + j;
}
