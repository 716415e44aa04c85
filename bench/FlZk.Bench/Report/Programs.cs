namespace FlZk.Bench.Report;

/// <summary>The compared programs.</summary>
internal static class Programs
{
    public const string FlZk = "FlZk";
    public const string Rapidsnark = "rapidsnark";
    public const string Snarkjs = "snarkjs";

    /// <summary>circom's own witness generator: its WebAssembly program under Node.js.</summary>
    public const string CircomOnNode = "circom on Node.js";

    /// <summary>The same WebAssembly program in this project's process.</summary>
    public const string CircomInProcess = "circom in process";
}
