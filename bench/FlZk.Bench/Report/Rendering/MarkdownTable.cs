using System.Text;

namespace FlZk.Bench.Report.Rendering;

/// <summary>A table: the first column is words, the others are numbers.</summary>
internal sealed class MarkdownTable(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    public int RowCount => _rows.Count;

    public MarkdownTable Row(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public void WriteTo(StringBuilder text)
    {
        Line(text, heads);
        text.Append("|---|").AppendJoin(null, Enumerable.Repeat("---:|", heads.Length - 1)).Append('\n');
        foreach (string[] row in _rows) Line(text, row);
        text.Append('\n');
    }

    private static void Line(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
