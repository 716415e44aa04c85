using System.Text.Json;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary>A BenchmarkDotNet suite, in a process that is held to one instruction set.</summary>
/// <param name="suite">The suite's class.</param>
/// <param name="tier">The instruction set.</param>
internal sealed class OperationsPiece(string suite, Tier tier) : IReportPiece
{
    public string Name => $"operations/{suite}/{tier.Name}";

    public Task PrepareAsync(ReportContext context, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation)
    {
        string folder = context.ScratchFile($"{suite}-{tier.Name}");
        string[] arguments = [ProbeProcess.Program, "--in-process", "--filter", $"*{suite}*", "--artifacts", folder];
        await MeasuredProcess.RunAsync(
            "dotnet", context.Quick ? [.. arguments, "--quick"] : arguments, tier.Environment, cancellation: cancellation)
            .ConfigureAwait(false);
        return [.. Directory.EnumerateFiles(Path.Combine(folder, "results"), "*-full*.json").SelectMany(Read)];
    }

    private List<Measurement> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        var measurements = new List<Measurement>();
        foreach (JsonElement benchmark in document.RootElement.GetProperty("Benchmarks").EnumerateArray())
        {
            if (benchmark.GetProperty("Statistics") is not { ValueKind: JsonValueKind.Object } statistics) continue;
            string method = benchmark.GetProperty("Method").GetString()!;
            string parameters = benchmark.GetProperty("Parameters").GetString()!;
            double[] nanoseconds = [.. statistics.GetProperty("OriginalValues").EnumerateArray().Select(value => value.GetDouble())];
            measurements.Add(new Measurement(suite, Works.Operation, Programs.FlZk, "ns", nanoseconds)
            {
                Detail = $"{method} {parameters}".Trim(),
                Tier = tier.Name,
            });
        }

        return measurements;
    }
}
