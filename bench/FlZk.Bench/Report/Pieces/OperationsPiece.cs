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
        return BenchmarkFiles.Read(folder, tier.Name);
    }
}
