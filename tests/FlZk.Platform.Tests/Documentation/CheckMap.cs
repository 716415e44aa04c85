using System.Text.RegularExpressions;

namespace FlZk.Platform.Tests.Documentation;

/// <summary>
/// The table of docs/protocol.md that says where each check is made: rows of <c>| check | `path:line` | `code` | `File.Test`, .. |</c>,
/// bars in the code behind backslashes.
/// </summary>
internal sealed partial class CheckMap
{
    private readonly string[] _lines;

    private CheckMap(string[] lines) => _lines = lines;

    public static string Path { get; } = System.IO.Path.Combine(ProjectLayout.Root, "docs", "protocol.md");

    public static CheckMap Read() => new(File.ReadAllLines(Path));

    /// <summary>All rows, in order.</summary>
    public IEnumerable<CheckMapRow> Rows => _lines.Select((text, at) => (Match: Row().Match(text), at)).Where(row => row.Match.Success).Select(
        row => new CheckMapRow(
            row.at,
            row.Match.Groups["check"].Value,
            row.Match.Groups["path"].Value,
            int.Parse(row.Match.Groups["line"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
            row.Match.Groups["code"].Value.Replace(@"\|", "|", StringComparison.Ordinal),
            [.. Name().Matches(row.Match.Groups["tests"].Value).Select(name => name.Groups["name"].Value)]));

    /// <summary>Writes the lines that the rows' code is on.</summary>
    public void Update()
    {
        foreach (CheckMapRow row in Rows.ToArray())
        {
            if (row.ActualLine() is { } line)
                _lines[row.At] = _lines[row.At].Replace($"`{row.File}:{row.Line}`", $"`{row.File}:{line}`", StringComparison.Ordinal);
        }

        File.WriteAllText(Path, string.Join('\n', _lines) + "\n");
    }

    [GeneratedRegex(@"^\| (?<check>[^|]+) \| `(?<path>[^`|]+):(?<line>\d+)` \| `(?<code>(?:[^`|]|\\\|)+)` \| (?<tests>[^|]+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
