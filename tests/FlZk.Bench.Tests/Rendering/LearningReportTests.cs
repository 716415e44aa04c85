using FlZk.Bench.Learning;
using FlZk.Bench.Report;
using FlZk.Bench.Report.Rendering;

namespace FlZk.Bench.Tests.Rendering;

public class LearningReportTests
{
    private const string Size = "Providers=64&Parameters=1048576";

    [Fact]
    public void A_table_from_given_rounds()
    {
        // 256 MiB read and 4 written: 26.8 GB/s and 27.3 at ten milliseconds.
        string[] lines = Rendered(Measured.Results(Measured.Piece(
            "fedavg/64x1M", nameof(FedAvgBenchmarks),
            Measured.Rounds($"Intrinsics {Size}", [0.01, 0.012, 0.008], read: 50e9, copy: 40e9),
            Measured.Rounds($"LibtorchMatrix {Size}", [0.02, 0.018, 0.024], read: 50e9, copy: 40e9))));
        Assert.Contains("| operation | n | d | in cache | time | GB/s | of read bandwidth | of copy bandwidth | x libtorch |", lines);
        Assert.Contains(
            "| Intrinsics | 64 | 1M | no | 10.0 ms | 27.3 | 53.7% (44.7% to 67.1%) | 68.2% (56.8% to 85.2%) | 2.0x |", lines);
    }

    [Fact]
    public void Rules_beside_FedAvg_and_folding_beside_reading()
    {
        const string Files = "Files=NpyF32&Providers=64&Parameters=1048576";
        string[] lines = Rendered(Measured.Results(
            Measured.Piece(
                "robust/64x1M", nameof(RobustBenchmarks),
                Measured.Rounds($"FedAvg {Size}", [0.01]), Measured.Rounds($"Median {Size}", [0.05])),
            Measured.Piece(
                "streaming", nameof(StreamingBenchmarks),
                Measured.Rounds($"ReadFiles {Files}", [0.01]), Measured.Rounds($"Fold {Files}", [0.02]))));
        Assert.Contains(lines, line => line.StartsWith("| Median | 64 | 1M | no | 50.0 ms |", StringComparison.Ordinal)
            && line.EndsWith("| 5.0x |", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("| Fold, NpyF32 | 64 | 1M | no | 20.0 ms |", StringComparison.Ordinal)
            && line.EndsWith("| 2.0x |", StringComparison.Ordinal));
    }

    [Fact]
    public void Targets_are_counted()
    {
        Assert.Contains("## Targets: 0 met of 0 measured, 23 in all", Rendered(Measured.Results()));
        Results results = Measured.Results(Measured.Piece(
            "quantisation/16M", nameof(QuantisationBenchmarks),
            Measured.Rounds("FromFloat32 Parameters=16777216", [1e-3]), Measured.Rounds("ToFloat32 Parameters=16777216", [1])));
        string[] lines = Rendered(results);
        Assert.Contains("## Targets: 1 met of 2 measured, 23 in all", lines);
        Assert.Contains(
            "yes", lines.Single(line => line.Contains("FromFloat32, bytes", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(
            "**no**", lines.Single(line => line.Contains("ToFloat32, bytes", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_roofline_of_each_piece_is_shown()
    {
        string[] lines = Rendered(Measured.Results(Measured.Piece(
            "fedavg/64x1M", nameof(FedAvgBenchmarks), Measured.Rounds($"Intrinsics {Size}", [0.01]))));
        Assert.Contains(
            "| fedavg/64x1M | 81.0 (80.0) | 42.0 (41.0) | 62.0 (61.0) | 63.0 (62.0) | 105.0 (104.0) | 53.0 (52.0) |", lines);
    }

    [Fact]
    public void Notes_are_taken_in()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["learning-notes.md"], "A note.\n");
        Assert.Contains("A note.", File.ReadAllLines(new LearningReport(Measured.Results()).Write(scratch.Folder)));
    }

    private static string[] Rendered(Results results)
    {
        using var scratch = new Scratch();
        return File.ReadAllLines(new LearningReport(results).Write(scratch.Folder));
    }
}
