using FlZk.Platform;

namespace FlZk.Bench.Report.Processes;

/// <summary>The <c>flzk</c> command that is measured.</summary>
internal static class FlZkProgram
{
    /// <summary>Names another build of it.</summary>
    public const string Variable = "FLZK_CLI";

    /// <summary>Its path: what the variable says, else the one that is built with these benchmarks.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } told
        ? System.IO.Path.GetFullPath(told)
        : System.IO.Path.Combine(ProjectLayout.Root, "src", "FlZk.Cli", "bin", "Release", "net10.0", "flzk");
}
