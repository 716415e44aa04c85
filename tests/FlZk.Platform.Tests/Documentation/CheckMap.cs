using System.Globalization;
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
    public IEnumerable<CheckMapRow> Rows
    {
        get
        {
            for (int at = 0; at < _lines.Length; at++)
            {
                Match row = Row().Match(_lines[at]);
                if (!row.Success) continue;
                yield return new CheckMapRow(
                    at,
                    row.Groups["check"].Value,
                    row.Groups["path"].Value,
                    int.Parse(row.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
                    row.Groups["code"].Value.Replace(@"\|", "|", StringComparison.Ordinal),
                    [.. Name().Matches(row.Groups["tests"].Value).Select(name => name.Groups["name"].Value)]);
            }
        }
    }

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
