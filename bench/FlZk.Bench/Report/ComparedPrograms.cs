using System.Text.Json;
using FlZk.Platform;

namespace FlZk.Bench.Report;

/// <summary>Where the compared programs are.</summary>
internal static class ComparedPrograms
{
    /// <summary>The environment variable that names rapidsnark's <c>prover</c>.</summary>
    public const string RapidsnarkVariable = "FLZK_RAPIDSNARK";

    /// <summary>rapidsnark's prover, or null when there is none to compare with.</summary>
    /// <exception cref="FileNotFoundException">The variable names no file.</exception>
    public static string? Rapidsnark => Environment.GetEnvironmentVariable(RapidsnarkVariable) switch
    {
        null or "" => null,
        { } program when File.Exists(program) => Path.GetFullPath(program),
        { } program => throw new FileNotFoundException($"{RapidsnarkVariable} is {program}, which is no file."),
    };

    /// <summary>snarkjs's command line, run by node.</summary>
    public static string Snarkjs => Path.Combine(ProjectLayout.Circuits, "node_modules", "snarkjs", "build", "cli.cjs");

    /// <summary>Versions of what can be compared with here.</summary>
    public static IReadOnlyDictionary<string, string> Versions()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ProjectLayout.Circuits, "package-lock.json")));
        foreach (string package in (string[])["circom2", "snarkjs"])
            versions[package] = locked.RootElement.GetProperty("packages").GetProperty($"node_modules/{package}").GetProperty("version")
                .GetString()!;
        if (Rapidsnark is not null) versions[Programs.Rapidsnark] = "a binary given by " + RapidsnarkVariable;
        return versions;
    }
}
