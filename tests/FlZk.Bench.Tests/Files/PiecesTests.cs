using FlZk.Bench.Report;
using FlZk.Bench.Report.Pieces;

namespace FlZk.Bench.Tests.Files;

public class PiecesTests
{
    [Fact]
    public void Every_piece_has_a_name_of_its_own()
    {
        string[] names = [.. LearningPieces.All.Select(piece => piece.Name)];
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(9, names.Count(name => name.StartsWith("fedavg/", StringComparison.Ordinal)));
        Assert.Equal(23, names.Length);
    }

    [Fact]
    public void Pieces_are_chosen_by_how_their_names_begin()
    {
        ReportOptions options = ReportOptions.Parse(["--quick", "--only", "fedavg/64x", "--only", "fold", "--samples", "5"])!;
        Assert.True(options.Quick);
        Assert.Equal(5, options.Samples);
        Assert.Equal(
            ["fedavg/64x64k", "fedavg/64x1M", "fedavg/64x16M", "fold/512x16M"],
            LearningPieces.All.Where(options.Wants).Select(piece => piece.Name));
    }

    [Theory]
    [InlineData("--samples")]
    [InlineData("--samples", "0")]
    [InlineData("--samples", "many")]
    [InlineData("--only")]
    [InlineData("--slow")]
    public void Other_words_are_no_options(params string[] arguments) => Assert.Null(ReportOptions.Parse(arguments));

    [Fact]
    public void A_roofline_is_kept_among_the_measurements()
    {
        Assert.Equal(Measured.Whole, Rooflines.Of(Rooflines.Measurements("Suite", "Parameters=1", Measured.Whole)));
        Assert.Null(Rooflines.Of([]));
    }

    [Fact]
    public void Samples_that_come_in_turns_are_kept_by_what_they_are_of()
    {
        var book = new SampleBook();
        var time = new Measurement("subject", Works.Prove, Programs.FlZk, "ms", []);
        book.Add(time, 3);
        book.Add(time with { Cores = 1 }, 9);
        book.Add(time, 1);
        book.Add(time, 2);
        Assert.Equal([3.0, 1.0, 2.0], book.Measurements[0].Samples);
        Assert.Equal(2, book.Measurements[0].Median);
        Assert.Equal(9, book.Measurements[1].Median);
    }

    [Fact]
    public void What_BenchmarkDotNet_leaves_is_read_with_every_sample()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["results"]);
        File.WriteAllText(Path.Combine(scratch["results"], "FlZk.Bench.Suite-report-full.json"), """
            {"Benchmarks":[
              {"Type":"Suite","Method":"Slow","Parameters":"Providers=8&Parameters=1","Statistics":{"OriginalValues":[3,1.5]}},
              {"Type":"Suite","Method":"Failed","Parameters":"","Statistics":null}]}
            """);
        Measurement measured = Assert.Single(BenchmarkFiles.Read(scratch.Folder, "AVX2"));
        Assert.Equal("Slow Providers=8&Parameters=1", measured.Detail);
        Assert.Equal([3, 1.5], measured.Samples);
        Assert.Equal(("Suite", "AVX2", "ns"), (measured.Subject, measured.Tier, measured.Unit));
    }
}
