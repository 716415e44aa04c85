using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FlZk.Bench.Learning;

namespace FlZk.Bench.Roofline;

/// <summary>What an operation reaches of what the machine can do. Shown for suites that say what their operations do.</summary>
/// <param name="name">The column's head.</param>
/// <param name="legend">What it means, asked for once results are there.</param>
/// <param name="value">From the operation's work and its seconds, of the fastest iteration and the median; null where the column has
/// nothing to say.</param>
/// <param name="onlyOf">For a column of graphics cards, the method of <see cref="GpuBenchmarks"/> that it is about.</param>
internal sealed class RooflineColumn(
    string name, Func<string> legend, Func<OperationWork, (double Least, double Median), string?> value, string? onlyOf = null) : IColumn
{
    private const string Nothing = "-";
    private const string Throughput = "GB/s";

    /// <summary>All of them, with fractions of this run's roofline.</summary>
    public static IReadOnlyList<IColumn> All { get; } =
    [
        new RooflineColumn(
            Throughput, () => "10^9 bytes that the operation has to read and write, a second, by the median",
            (work, times) => work.Bytes > 0 ? Fractions.Gigabytes(work.Bytes / times.Median) : null),
        new RooflineColumn(
            "of read bandwidth",
            () => $"Bytes that it has to read a second / {RunRoofline.Best.Read} GB/s, read by all cores in this run: fastest of fastest",
            (work, times) => work.Bytes > 0 ? Fractions.Percent(Fractions.OfRead(work, times.Least, RunRoofline.Best.Read.Best)) : null),
        new RooflineColumn(
            "by medians", () => "The same, median of median",
            (work, times) => work.Bytes > 0 ? Fractions.Percent(Fractions.OfRead(work, times.Median, RunRoofline.Best.Read.Median)) : null),
        new RooflineColumn(
            "of copy bandwidth",
            () => $"Bytes read and written a second / {RunRoofline.Best.Copy} GB/s, copied by all cores in this run: fastest of fastest",
            (work, times) => work.BytesWritten > 0
                ? Fractions.Percent(Fractions.OfCopy(work, times.Least, RunRoofline.Best.Copy.Best))
                : null),
        new RooflineColumn(
            "of multiply-add peak",
            () => $"Integer products added up a second / {RunRoofline.Best.MultiplyAdd} billions, all cores in this run: fastest of "
                + "fastest",
            (work, times) => work.MultiplyAdds > 0
                ? Fractions.Percent(Fractions.OfMultiplyAdd(work, times.Least, RunRoofline.Best.MultiplyAdd.Best))
                : null),
    ];

    /// <summary>The columns of a graphics card, with fractions of what it reached in this run.</summary>
    public static IReadOnlyList<IColumn> OfCards { get; } =
    [
        new RooflineColumn(
            "of the card's copies",
            () => $"Bytes read and written a second / {Fractions.Gigabytes(CardRoofline.OfThisRun.Copy)} GB/s within its memory",
            (work, times) => Fractions.Percent(work.Bytes / times.Least / CardRoofline.OfThisRun.Copy),
            nameof(GpuBenchmarks.Resident)),
        new RooflineColumn(
            "of host to card",
            () => $"Bytes read a second / {Fractions.Gigabytes(CardRoofline.OfThisRun.FromPinned)} GB/s from page-locked memory",
            (work, times) => Fractions.Percent(work.BytesRead / times.Least / CardRoofline.OfThisRun.FromPinned),
            nameof(GpuBenchmarks.Streaming)),
    ];

    public string Id => $"{nameof(RooflineColumn)}.{name}";

    public string ColumnName => name;

    public string Legend => legend();

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary)
    {
        if (!summary.BenchmarksCases.Any(IsAbout)) return false;
        RunRoofline.After(summary);
        return summary.BenchmarksCases.Any(@case => GetValue(summary, @case) != Nothing);
    }

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        IsAbout(benchmarkCase)
            && summary[benchmarkCase]?.ResultStatistics is { } statistics
            && IRooflineSuite.WorkOf(
                benchmarkCase.Descriptor.Type,
                benchmarkCase.Descriptor.WorkloadMethod.Name,
                benchmarkCase.Parameters.Items.Select(item => KeyValuePair.Create(item.Name, (object?)item.Value))) is { } work
            && value(work, (statistics.Min / 1e9, statistics.Median / 1e9)) is { } text
                ? text
                : Nothing;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    // What a card does is not held against the processor's roofline, nor the other way round.
    private bool IsAbout(BenchmarkCase benchmark) => benchmark.Descriptor.Type == typeof(GpuBenchmarks)
        ? onlyOf == benchmark.Descriptor.WorkloadMethod.Name || name == Throughput
        : onlyOf is null && benchmark.Descriptor.Type.IsAssignableTo(typeof(IRooflineSuite));
}
