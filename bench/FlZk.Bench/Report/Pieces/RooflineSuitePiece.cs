using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Report.Pieces;

/// <summary>Benchmarks of one suite at one size, in a process that measures its roofline before and after them.</summary>
/// <param name="name">The piece.</param>
/// <param name="suite">The suite's class.</param>
/// <param name="parameters">The size, as BenchmarkDotNet's names of benchmarks have it: "Providers: 8, Parameters: 65536".</param>
internal sealed class RooflineSuitePiece(string name, Type suite, string parameters) : IReportPiece
{
    public string Name => name;

    public Task PrepareAsync(ReportContext context, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation)
    {
        string folder = context.ScratchFile(name.Replace('/', '-'));
        string file = Path.Combine(folder, "roofline.json");
        Directory.CreateDirectory(folder);
        string[] arguments =
            [ProbeProcess.Program, "--in-process", "--filter", $"{suite.FullName}.*({parameters})", "--artifacts", folder];
        await MeasuredProcess.RunAsync(
            "dotnet",
            context.Quick ? [.. arguments, "--quick"] : arguments,
            new Dictionary<string, string> { [RunRoofline.FileVariable] = file },
            cancellation: cancellation).ConfigureAwait(false);
        var roofline = MachineRoofline.ReadFrom(file);
        return [.. BenchmarkFiles.Read(folder, Tier.Best.Name), .. Rooflines.Measurements(suite.Name, parameters, roofline)];
    }
}
