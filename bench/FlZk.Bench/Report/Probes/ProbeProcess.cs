using System.Text.Json;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Probes;

/// <summary>Measures in a process of its own, which begins with nothing compiled and ends with its peak memory known.</summary>
internal static class ProbeProcess
{
    /// <summary>The word that makes this program a probe.</summary>
    public const string Command = "probe";

    // What comes before a probe's results, as other output may precede them.
    private const string Mark = "RESULTS ";

    /// <summary>This program.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "FlZk.Bench.dll");

    /// <summary>Runs a probe elsewhere and takes its results.</summary>
    public static async Task<IReadOnlyList<Measurement>> RunAsync(
        string probe, IEnumerable<string> arguments, Tier tier, int cores, CancellationToken cancellation)
    {
        ProcessMeasurement run = await MeasuredProcess.RunAsync(
            "dotnet", [Program, Command, probe, .. arguments], tier.Environment, cores, cancellation).ConfigureAwait(false);
        string results = run.Output.Split('\n').Last(line => line.StartsWith(Mark, StringComparison.Ordinal));
        Measurement[] measured = JsonSerializer.Deserialize<Measurement[]>(results.AsSpan(Mark.Length))!;
        return [.. measured.Select(m => m with { Tier = m.Program == Programs.FlZk ? tier.Name : null, Cores = cores > 0 ? cores : null })];
    }

    /// <summary>Hands results to the process that asked for them.</summary>
    public static void Return(IReadOnlyList<Measurement> measurements) =>
        Console.Out.WriteLine(Mark + JsonSerializer.Serialize(measurements));
}
