namespace FlZk.Cli.Hosting;

/// <summary>Where <c>--json</c> sends the result.</summary>
/// <param name="File">A file, or null for standard output.</param>
public sealed record JsonTarget(string? File);
