using FlZk.Bench.Learning;
using FlZk.Bench.Report;
using FlZk.Bench.Report.Rendering;
using FlZk.Platform.Files;

namespace FlZk.Bench.Tests.Files;

public class ResultsTests
{
    private static readonly Results Whole = Measured.Results(
        Measured.Piece(
            "fedavg/64x1M", nameof(FedAvgBenchmarks),
            Measured.Rounds("Intrinsics Providers=64&Parameters=1048576", [0.01, 0.012, 0.011])),
        Measured.Piece("server-step/64k", nameof(ServerStepBenchmarks), Measured.Rounds("FedAvgM Parameters=65536", [0.0001])));

    [Fact]
    public void A_file_says_what_was_written()
    {
        using var scratch = new Scratch();
        string first = scratch["first.json"], second = scratch["second.json"];
        Whole.Write(first);
        var read = Results.Read(first);
        read.Write(second);
        Assert.Equal(File.ReadAllText(first), File.ReadAllText(second));
        Assert.Equal(Whole.Pieces.Select(piece => piece.Name), read.Pieces.Select(piece => piece.Name));
        Assert.Equal(
            new LearningFigures(Whole).All.Select(figure => figure.OfRead), new LearningFigures(read).All.Select(figure => figure.OfRead));
        Assert.Equal(2, read.Pieces.Count);
    }

    [Fact]
    public void No_file_is_no_results()
    {
        using var scratch = new Scratch();
        Assert.Empty(Results.Read(scratch["none.json"]).Pieces);
    }

    [Fact]
    public void A_file_that_was_cut_short_is_refused()
    {
        using var scratch = new Scratch();
        string path = scratch["results.json"];
        Whole.Write(path);
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length - 1; length += 97)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<FileFormatException>(() => Results.Read(path));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":\"flzk/bench/1\"}")]
    [InlineData("{\"schema\":\"flzk/bench/1\",\"machine\":null,\"pieces\":[]}")]
    public void What_is_no_results_is_refused(string text)
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["results.json"], text);
        Assert.Throws<FileFormatException>(() => Results.Read(scratch["results.json"]));
    }

    [Theory]
    [InlineData("flzk/bench/1", "flzk/bench/2")]
    [InlineData("\"commit\"", "\"comit\"")]
    [InlineData("\"samples\"", "\"sample\"")]
    [InlineData("\"unit\": \"ns\"", "\"unit\": null")]
    [InlineData("\"quick\": true", "\"quick\": 1")]
    public void A_file_with_another_or_a_missing_word_is_refused(string word, string other)
    {
        using var scratch = new Scratch();
        string path = scratch["results.json"];
        Whole.Write(path);
        string text = File.ReadAllText(path);
        Assert.Contains(word, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(word, other, StringComparison.Ordinal));
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => Results.Read(path));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_piece_measured_again_takes_the_place_of_the_old_one()
    {
        PieceResult again = Whole.Pieces[0] with { Commit = "another", Quick = false };
        Results results = Whole.With(again);
        Assert.Equal(2, results.Pieces.Count);
        Assert.Same(again, results.Pieces[0]);
        Assert.Equal(["a", "fedavg/64x1M", "server-step/64k"], results.With(again with { Name = "a" }).Pieces.Select(piece => piece.Name));
    }

    [Fact]
    public void A_piece_is_there_for_its_commit_and_at_least_as_thorough()
    {
        PieceResult quick = Whole.Pieces[0];
        Assert.True(Whole.Has(quick.Name, quick.Commit, quick: true));
        Assert.False(Whole.Has(quick.Name, quick.Commit, quick: false));
        Assert.False(Whole.Has(quick.Name, quick.Commit + "+", quick: true));
        Assert.False(Whole.Has("fedavg/64x16M", quick.Commit, quick: true));
        Assert.True(Whole.With(quick with { Quick = false }).Has(quick.Name, quick.Commit, quick: true));
    }
}
