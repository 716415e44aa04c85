namespace FlZk.Bench.Report.Rendering;

/// <summary>What a whole consists of: a bar of full width per category, cut by parts.</summary>
internal sealed class ShareChart
{
    private const int Width = 880;
    private const int LabelWidth = 190;
    private const int ValueWidth = 86;
    private const int BarHeight = 26;
    private const int Gap = 12;

    public required string Title { get; init; }

    public required string Subtitle { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required IReadOnlyList<BarSeries> Parts { get; init; }

    /// <summary>How a whole is written.</summary>
    public required Func<double?, string> Show { get; init; }

    public string ToSvg()
    {
        const int Plot = Width - LabelWidth - ValueWidth - Palette.Margin;
        var canvas = new SvgCanvas(Width);
        canvas.Write(Palette.Margin, 34, Title, 18, Palette.Ink, bold: true);
        canvas.Write(Palette.Margin, 54, Subtitle, 12, Palette.Soft);
        int top = Legend(canvas) + 20;
        for (int i = 0; i < Categories.Count; i++)
        {
            double whole = Parts.Sum(part => part.Values[i] ?? 0), x = LabelWidth, y = top + (i * (BarHeight + Gap));
            canvas.Write(LabelWidth - 12, y + 18, Categories[i], 13, Palette.Ink, "end");
            foreach (BarSeries part in Parts)
            {
                if (part.Values[i] is not { } value) continue;
                double share = value / whole, bar = Plot * share;
                canvas.Rectangle(x, y, bar, BarHeight, part.Colour, 0, $"{Categories[i]}, {part.Name}: {Show(value)}");
                if (share >= 0.06) canvas.Write(x + (bar / 2), y + 17, $"{100 * share:F0}%", 11, Palette.Paper, "middle");
                x += bar;
            }

            canvas.Write(x + 8, y + 17, Show(whole), 12, Palette.Ink);
        }

        return canvas.ToSvg(top + (Categories.Count * (BarHeight + Gap)) + 10, Title);
    }

    /// <summary>Draws the legend in as many lines as it takes; returns where the last one ends.</summary>
    private int Legend(SvgCanvas canvas)
    {
        double x = Palette.Margin;
        int y = 65;
        foreach (BarSeries part in Parts)
        {
            double length = 17 + Palette.WidthOf(part.Name, 12) + 20;
            if (x + length > Width - Palette.Margin)
            {
                x = Palette.Margin;
                y += 20;
            }

            canvas.Rectangle(x, y, 12, 12, part.Colour, 2);
            canvas.Write(x + 17, y + 10, part.Name, 12, Palette.Ink);
            x += length;
        }

        return y + 12;
    }
}
