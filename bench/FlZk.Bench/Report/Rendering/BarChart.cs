namespace FlZk.Bench.Report.Rendering;

/// <summary>Groups of horizontal bars, one group per category, each bar with its value at its end.</summary>
internal sealed class BarChart
{
    private const int Width = 880;
    private const int LabelWidth = 190;
    private const int ValueWidth = 76;
    private const int BarHeight = 14;
    private const int BarGap = 3;
    private const int GroupGap = 16;
    private const int Top = 112;

    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required IReadOnlyList<BarSeries> Series { get; init; }

    /// <summary>How a value is written.</summary>
    public required Func<double?, string> Show { get; init; }

    /// <summary>Whether each step of the axis is ten times the one before.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Lines across all groups, each with its name.</summary>
    public IReadOnlyList<(double Value, string Name)> Marks { get; init; } = [];

    public string ToSvg()
    {
        double[] values = [.. Series.SelectMany(series => series.Values).OfType<double>()];
        (double least, double most) = Range(values);
        double Position(double value) => Logarithmic
            ? Math.Log(value / least) / Math.Log(most / least)
            : value / most;

        const int Plot = Width - LabelWidth - ValueWidth - Palette.Margin;
        var canvas = new SvgCanvas(Width);
        canvas.Write(Palette.Margin, 34, Title, 18, Palette.Ink, bold: true);
        canvas.Write(Palette.Margin, 54, Subtitle, 12, Palette.Soft);
        Legend(canvas);

        int group = (Series.Count * (BarHeight + BarGap)) + GroupGap;
        int bottom = Top + (Categories.Count * group);
        foreach (double step in Steps(least, most))
        {
            double x = LabelWidth + (Plot * Position(step));
            canvas.Line(x, Top - 6, x, bottom, Palette.Grid);
            canvas.Write(x, bottom + 16, Show(step), 11, Palette.Soft, "middle");
        }

        var labels = new List<(double X, double Y, string Text)>();
        for (int i = 0; i < Categories.Count; i++)
        {
            int y = Top + (i * group);
            canvas.Write(LabelWidth - 12, y + ((group - GroupGap) / 2) + 4, Categories[i], 13, Palette.Ink, "end");
            for (int j = 0; j < Series.Count; j++)
            {
                if (Series[j].Values[i] is not { } value) continue;
                double bar = Math.Max(2, Plot * Position(value)), at = y + (j * (BarHeight + BarGap));
                canvas.Rectangle(LabelWidth, at, bar, BarHeight, Series[j].Colour, 2, $"{Categories[i]}, {Series[j].Name}: {Show(value)}");
                labels.Add((LabelWidth + bar + 6, at + BarHeight - 3, Show(value)));
            }
        }

        foreach ((double value, string name) in Marks)
        {
            double x = LabelWidth + (Plot * Position(value));
            canvas.Line(x, Top - 6, x, bottom, Palette.Mark, 1.5, "5 4");
            canvas.Write(x, Top - 11, name, 11, Palette.Mark, "middle");
        }

        // Over the marks, which may cross them.
        foreach ((double x, double y, string text) in labels) canvas.Write(x, y, text, 11, Palette.Ink, halo: true);
        canvas.Line(LabelWidth, Top - 6, LabelWidth, bottom, Palette.Soft);
        return canvas.ToSvg(bottom + 32, Title);
    }

    private void Legend(SvgCanvas canvas)
    {
        double x = Palette.Margin;
        foreach (BarSeries series in Series)
        {
            canvas.Rectangle(x, 65, 12, 12, series.Colour, 2);
            canvas.Write(x + 17, 75, series.Name, 12, Palette.Ink);
            x += 17 + Palette.WidthOf(series.Name, 12) + 20;
        }
    }

    private (double Least, double Most) Range(double[] values)
    {
        double highest = Math.Max(values.Length == 0 ? 1 : values.Max(), Marks.Count == 0 ? 0 : Marks.Max(mark => mark.Value));
        if (!Logarithmic) return (0, highest * 1.05);
        double lowest = values.Length == 0 ? 1 : values.Min();

        // A bar shows where it ends: the axis begins well below the shortest.
        return (Math.Pow(10, Math.Floor(Math.Log10(lowest / 2))), highest * 1.1);
    }

    private IEnumerable<double> Steps(double least, double most)
    {
        if (Logarithmic)
        {
            for (double step = least * 10; step <= most; step *= 10) yield return step;
            yield break;
        }

        double size = Math.Pow(10, Math.Floor(Math.Log10(most)));
        if (most / size < 2) size /= 5;
        else if (most / size < 5) size /= 2;
        for (double step = size; step <= most; step += size) yield return step;
    }
}
