using System.Globalization;
using System.Net;
using System.Text;

namespace FlZk.Bench.Report.Rendering;

/// <summary>Draws an SVG image: text stays text, and the same results give the same bytes.</summary>
internal sealed class SvgCanvas(int width)
{
    private const string Font = "-apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif";
    private readonly StringBuilder _shapes = new();

    public void Rectangle(double x, double y, double w, double h, string fill, double radius = 0, string? tip = null)
    {
        string close = tip is null ? "/>" : $"><title>{Encoded(tip)}</title></rect>";
        Append($"""<rect x="{x:F1}" y="{y:F1}" width="{w:F1}" height="{h:F1}" rx="{radius:F1}" fill="{fill}"{close}""");
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double thickness = 1, string? dashes = null)
    {
        string dash = dashes is null ? string.Empty : $""" stroke-dasharray="{dashes}" """;
        Append($"""<line x1="{x1:F1}" y1="{y1:F1}" x2="{x2:F1}" y2="{y2:F1}" stroke="{stroke}" stroke-width="{thickness:F1}"{dash}/>""");
    }

    /// <summary>Text whose baseline is at y; the anchor is start, middle or end; a halo keeps it apart from lines behind it.</summary>
    public void Write(
        double x, double y, string text, int size, string fill, string anchor = "start", bool bold = false, bool halo = false)
    {
        string style = (bold ? " font-weight=\"600\"" : string.Empty)
            + (halo ? " stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"" : string.Empty);
        Append($"""<text x="{x:F1}" y="{y:F1}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{style}>{Encoded(text)}</text>""");
    }

    /// <summary>The image, on white, so that it can be read on pages of any colour.</summary>
    public string ToSvg(int height, string title) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"
             font-family="{Font}">
        <title>{Encoded(title)}</title>
        <rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>
        {_shapes}</svg>

        """);

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private void Append(FormattableString shape) => _shapes.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
