using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary>What a probe measures by itself, on the fastest tier and all cores.</summary>
/// <param name="name">The piece.</param>
/// <param name="circuit">The circuit whose files the probe takes, or null.</param>
/// <param name="quick">Samples of a quick look.</param>
/// <param name="standard">Samples otherwise.</param>
/// <param name="arguments">The probe's arguments before the number of samples.</param>
internal sealed class ProbePiece(string name, BenchCircuit? circuit, int quick, int standard, Func<BenchFiles, string[]> arguments)
    : IReportPiece
{
    private BenchFiles? _files;

    public string Name => name;

    public async Task PrepareAsync(ReportContext context, CancellationToken cancellation)
    {
        if (circuit is not null) _files = await context.Workshop.EnsureAsync(circuit, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation) => ProbeProcess.RunAsync(
        name, [.. _files is null ? [] : arguments(_files), $"{context.SamplesOr(quick, standard)}"], Tier.Best, 0, cancellation);
}
