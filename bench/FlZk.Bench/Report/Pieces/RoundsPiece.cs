using System.Globalization;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary>Benchmarks of one suite at one size, taking turns with each other and with the roofline in a process of their own.</summary>
/// <param name="name">The piece.</param>
/// <param name="suite">The suite's class.</param>
/// <param name="parameters">The size: "Providers=8&amp;Parameters=65536".</param>
internal sealed class RoundsPiece(string name, Type suite, string parameters) : IReportPiece
{
    private const int Quick = 7, Standard = 31;
    private const int QuickSeconds = 15, StandardSeconds = 120;

    public string Name => name;

    public Task PrepareAsync(ReportContext context, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation) => ProbeProcess.RunAsync(
        RoundsProbe.Name,
        [
            suite.Name, parameters,
            context.SamplesOr(Quick, Standard).ToString(CultureInfo.InvariantCulture),
            (context.Quick ? QuickSeconds : StandardSeconds).ToString(CultureInfo.InvariantCulture),
        ],
        Tier.Best, 0, cancellation);
}
