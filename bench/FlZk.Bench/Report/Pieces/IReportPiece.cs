namespace FlZk.Bench.Report.Pieces;

/// <summary>A part of the report that is measured at one go and kept by its name.</summary>
internal interface IReportPiece
{
    /// <summary>Suite and subject: <c>prove/range-16</c>.</summary>
    string Name { get; }

    /// <summary>Makes what has to be there first and must not be measured: keys, witnesses.</summary>
    Task PrepareAsync(ReportContext context, CancellationToken cancellation);

    /// <summary>Measures.</summary>
    Task<IReadOnlyList<Measurement>> MeasureAsync(ReportContext context, CancellationToken cancellation);
}
