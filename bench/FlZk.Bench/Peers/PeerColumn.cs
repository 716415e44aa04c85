using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FlZk.Bench.Report.Rendering;

namespace FlZk.Bench.Peers;

/// <summary>How many times as fast as libtorch's fastest way to do the same, at the same parameters of the same run.</summary>
internal sealed class PeerColumn : IColumn
{
    private const string Nothing = "-";

    public string Id => nameof(PeerColumn);

    public string ColumnName => "x libtorch";

    public string Legend => $"Median of the fastest way of {Peer.Version} / median";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(IsPeer);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double[] peers =
        [
            .. summary.BenchmarksCases
                .Where(other => IsPeer(other) && other.Parameters.ValueInfo == benchmarkCase.Parameters.ValueInfo)
                .Select(other => summary[other]?.ResultStatistics?.Median)
                .OfType<double>(),
        ];
        return peers.Length > 0 && summary[benchmarkCase]?.ResultStatistics is { } own ? Text.Ratio(peers.Min() / own.Median) : Nothing;
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static bool IsPeer(BenchmarkCase benchmark) => benchmark.Descriptor.HasCategory(Peer.Libtorch);
}
