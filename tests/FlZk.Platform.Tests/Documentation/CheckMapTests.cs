namespace FlZk.Platform.Tests.Documentation;

/// <summary>
/// docs/protocol.md says on which line each check is made, and it stays true. After lines have moved,
/// <c>FLZK_UPDATE_DOCS=1 dotnet test --project tests/FlZk.Platform.Tests</c> writes the right numbers.
/// </summary>
public sealed class CheckMapTests
{
    private const int Fewest = 40;

    public CheckMapTests()
    {
        if (Environment.GetEnvironmentVariable("FLZK_UPDATE_DOCS") == "1") CheckMap.Read().Update();
    }

    [Fact]
    public void Every_check_is_made_on_the_line_that_the_document_names()
    {
        CheckMapRow[] rows = [.. CheckMap.Read().Rows];
        Assert.True(rows.Length >= Fewest, $"The table of checks has {rows.Length} rows.");
        string[] wrong = [.. rows.Where(row => row.ActualLine() != row.Line).Select(row => row.ActualLine() is { } line
            ? $"{row.File}:{row.Line}: `{row.Code}` is on line {line}"
            : $"{row.File}:{row.Line}: `{row.Code}` is nowhere in it ({row.Check})")];
        Assert.True(
            wrong.Length == 0,
            $"docs/protocol.md, section 10; FLZK_UPDATE_DOCS=1 writes the lines that moved:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public void Every_check_is_attacked_by_a_test_that_exists()
    {
        string[] missing = [.. CheckMap.Read().Rows.SelectMany(row => row.MissingTests().Select(test => $"{row.Check}: {test}"))];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
        Assert.All(CheckMap.Read().Rows, row => Assert.NotEmpty(row.Tests));
    }

    [Fact]
    public void No_check_is_named_twice()
    {
        var rows = CheckMap.Read().Rows.Select(row => (row.File, row.Line)).ToList();
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }
}
