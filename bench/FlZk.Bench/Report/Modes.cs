namespace FlZk.Bench.Report;

/// <summary>In what state a prover begins.</summary>
internal static class Modes
{
    /// <summary>The key is loaded and the code compiled: a server's second proof.</summary>
    public const string Warm = "warm";

    /// <summary>A server's first proof.</summary>
    public const string First = "first";

    /// <summary>A process that starts, proves and ends; what it keeps on disk about the key is there.</summary>
    public const string Cold = "cold";

    /// <summary>The same without anything kept on disk.</summary>
    public const string ColdWithoutCache = "cold, no cache";
}
