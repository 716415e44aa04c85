using FlZk.Bench.Circuits;
using FlZk.Bench.Curves;
using FlZk.Bench.Fields;
using FlZk.Bench.Proving;
using FlZk.Bench.Report.Probes;
using FlZk.Bench.Report.Processes;

namespace FlZk.Bench.Report.Pieces;

/// <summary>The pieces of the report, in the order in which they are measured.</summary>
internal static class ReportPieces
{
    private static readonly Type[] Suites =
    [
        typeof(FieldBenchmarks),
        typeof(CurveBenchmarks),
        typeof(SumInG1Benchmarks),
        typeof(SumInG2Benchmarks),
        typeof(NumberTheoreticTransformBenchmarks),
        typeof(PairingBenchmarks),
        typeof(VerificationBenchmarks),
    ];

    /// <summary>All pieces.</summary>
    public static IReadOnlyList<IReportPiece> All { get; } =
    [
        .. BenchCircuits.Proved.Select(circuit => new ProvePiece(circuit)),
        .. BenchCircuits.Proved.Select(circuit => new SnarkjsPiece(circuit)),
        new WitnessPiece(BenchCircuits.LargeChunk),
        new ProbePiece(CommitProbe.Name, null, 5, 15, _ => []),
        new ProbePiece(LinkProbe.Name, BenchCircuits.Chunk, 3, 9, files => [files.ProvingKey]),
        new ProbePiece(SetupProbe.Name, BenchCircuits.Largest, 1, 3, files => [files.ConstraintSystem]),
        .. Tier.Here.SelectMany(tier => Suites.Select(suite => new OperationsPiece(suite.Name, tier))),
    ];
}
