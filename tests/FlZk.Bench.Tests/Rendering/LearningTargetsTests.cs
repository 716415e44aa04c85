using FlZk.Bench.Learning;
using FlZk.Bench.Report;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Report.Rendering;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests.Rendering;

public class LearningTargetsTests
{
    private const string Suite = nameof(FedAvgBenchmarks), Size = "Providers=64&Parameters=1048576";
    private const double Updates = 64.0 * 4 * (1 << 20);

    [Fact]
    public void Nothing_measured_is_nothing_met()
    {
        IReadOnlyList<Target> targets = Of(Measured.Results());
        Assert.Equal(23, targets.Count);
        Assert.All(targets, target => Assert.Null(target.Measured));
        Assert.All(targets, target => Assert.False(target.Met));
    }

    /// <summary>Reading 100 GB/s and copying 60: an operation that reads 80 GB/s of updates meets its goal, and one of 79 does not,
    /// whatever it would be of copying.</summary>
    [Theory]
    [InlineData(80.001, true)]
    [InlineData(79, false)]
    public void FedAvg_is_held_against_reading(double gigabytes, bool met)
    {
        double seconds = Updates / (gigabytes * 1e9);
        OperationRounds own = Measured.Rounds($"Intrinsics {Size}", [seconds, seconds, seconds], read: 100e9, copy: 60e9);
        Target target = Only(Measured.Results(Measured.Piece("fedavg/64x1M", Suite, own)), "FedAvg, 64 x 1M", "read bandwidth");
        Assert.Equal(met, target.Met);
        Assert.StartsWith($"**{gigabytes:F1}%**", target.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void FedAvg_is_compared_with_the_faster_of_libtorchs_two_ways()
    {
        Results results = Measured.Results(Measured.Piece(
            "fedavg/64x1M", Suite,
            Measured.Rounds($"Read {Size}", [1, 1, 1]),
            Measured.Rounds($"Intrinsics {Size}", [2, 2, 2]),
            Measured.Rounds($"LibtorchMatrix {Size}", [4, 4, 4]),
            Measured.Rounds($"LibtorchAccumulate {Size}", [3, 3, 3])));
        Target target = Only(results, "FedAvg, 64 x 1M", "libtorch");
        Assert.True(target.Met);
        Assert.Equal("**1.5x** (1.5x to 1.5x; 2.00 s against 3.00 s)", target.Measured);
    }

    [Fact]
    public void Other_sizes_libtorch_does_not_count()
    {
        Results results = Measured.Results(
            Measured.Piece("fedavg/64x1M", Suite, Measured.Rounds($"Intrinsics {Size}", [2])),
            Measured.Piece("fedavg/64x16M", Suite, Measured.Rounds("LibtorchMatrix Providers=64&Parameters=16777216", [9])));
        Assert.Null(Only(results, "FedAvg, 64 x 1M", "libtorch").Measured);
    }

    [Fact]
    public void Quantisation_is_held_against_copying()
    {
        const double Bytes = 8.0 * (1 << 24);
        OperationRounds own = Measured.Rounds("FromFloat32 Parameters=16777216", [Bytes / 60e9], read: 1000e9, copy: 100e9);
        Results results = Measured.Results(Measured.Piece("quantisation/16M", nameof(QuantisationBenchmarks), own));
        Target target = Only(results, "quantisation, 16M, FromFloat32", "copy bandwidth");
        Assert.StartsWith("**60.0%**", target.Measured, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7.9, true)]
    [InlineData(8, false)]
    public void The_median_rule_is_compared_with_FedAvg_of_the_same_rounds(double times, bool met)
    {
        Results results = Measured.Results(Measured.Piece(
            "robust/64x1M", nameof(RobustBenchmarks),
            Measured.Rounds($"FedAvg {Size}", [1, 2, 4]), Measured.Rounds($"Median {Size}", [times, 2 * times, 4 * times])));
        Target target = Only(results, "coordinate median", "FedAvg");
        Assert.Equal(met, target.Met);
        Assert.StartsWith(times == 8 ? "**8.0x**" : "**7.9x**", target.Measured, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(104e9, true)]
    [InlineData(105e9, false)]
    public void Distances_are_held_against_multiplications(double peak, bool met)
    {
        const double Products = 64 * 65 / 2 * (double)(1 << 20);
        OperationRounds own = Measured.Rounds($"KrumDistances {Size}", [Products / 52e9], multiplyAdd: peak);
        Assert.Equal(
            met, Only(Measured.Results(Measured.Piece("robust/64x1M", nameof(RobustBenchmarks), own)), "Krum's distances", "peak").Met);
    }

    [Theory]
    [InlineData(488.2, true)]
    [InlineData(488.3, false)]
    public void Memory_is_in_millions_of_bytes(double mebibytes, bool met)
    {
        var fold = new PieceResult("fold/512x16M", "0", DateTime.UnixEpoch, 1, true,
            [new Measurement(FoldPiece.Subject, Works.Peak, Programs.FlZk, "MiB", [mebibytes])]);
        Assert.Equal(met, Only(Measured.Results(fold), "flzk aggregate", "512 MB").Met);
    }

    [Theory]
    [InlineData(8, 1 << 16, "yes")]
    [InlineData(8, 1 << 20, "partly")]
    [InlineData(64, 1 << 20, "no")]
    public void Where_updates_lie_in_the_cache_the_report_says_so(int providers, int parameters, string expected)
    {
        OperationRounds own = Measured.Rounds($"Intrinsics Providers={providers}&Parameters={parameters}", [1]);
        Results results = Measured.Results(Measured.Piece("fedavg", Suite, own));
        Assert.Equal(expected, new LearningFigures(results).All.Single().InCache);
        if (expected == "partly")
            Assert.Contains("(partly in the last cache)", Only(results, "FedAvg, 8 x 1M", "read").Work, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Measured.Cache, "yes")]
    [InlineData(Measured.Cache + 1, "partly")]
    [InlineData((8 * Measured.Cache) - 1, "partly")]
    [InlineData(8 * Measured.Cache, "no")]
    public void The_last_caches_bounds(long bytes, string expected) => Assert.Equal(
        expected,
        new LearningFigure("", "", "", 1, 1, new OperationWork(bytes), Measured.Rounds("A B=1", [1]), Measured.Cache).InCache);

    private static IReadOnlyList<Target> Of(Results results) => LearningTargets.Of(new LearningFigures(results), results);

    private static Target Only(Results results, string work, string goal) => Of(results).Single(target =>
        target.Work.Contains(work, StringComparison.Ordinal) && target.Goal.Contains(goal, StringComparison.Ordinal)
        && !(work == "flzk aggregate" && target.Goal.Contains('≥', StringComparison.Ordinal)));
}
