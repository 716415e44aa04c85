using System.Globalization;
using System.Text;

namespace FlZk.Platform.Files;

/// <summary>Text that others wrote, such as a tensor's name in a file or a sender's on a socket, as people may be shown it.</summary>
/// <remarks>The rule, in one place: no control characters (Unicode category Cc), no format characters (Cf: the bidirectional overrides and
/// isolates that change the order in which the rest is read, zero-width joiners, soft hyphens, tags), no line or paragraph separators (Zl,
/// Zp), no halves of surrogate pairs. A terminal would obey the first, and two names that differ in the others alone look the
/// same.</remarks>
public static class ForeignText
{
    private const int ShownLength = 120;

    /// <summary>Whether all of a text can be shown as it is: what a name must be.</summary>
    public static bool IsPrintable(string text) => IndexOfHidden(text, mayBreakLines: false) < 0;

    /// <summary>As <see cref="Printable"/>, cut where it is long: a name may be as long as the file.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= ShownLength) return Printable(text);

        // Not in the middle of a pair.
        int cut = char.IsHighSurrogate(text[ShownLength - 1]) ? ShownLength - 1 : ShownLength;
        return string.Create(CultureInfo.InvariantCulture, $"{Printable(text[..cut])}... ({text.Length} characters)");
    }

    /// <summary>The whole text on one line, with what does not print written as <c>\u{202E}</c>. For people: a text that has these letters
    /// of itself looks the same.</summary>
    public static string Printable(string text) => Escape(text, mayBreakLines: false, InBraces);

    /// <summary>As <see cref="Printable"/>, for a message of several lines: line feeds and tabs stay.</summary>
    public static string PrintableLines(string text) => Escape(text, mayBreakLines: true, InBraces);

    /// <summary>The same JSON, with what does not print in its strings written as <c>\u202e</c>: whoever parses it gets every
    /// letter.</summary>
    public static string PrintableJson(string json) => Escape(json, mayBreakLines: true, Json);

    private static string Escape(string text, bool mayBreakLines, Action<StringBuilder, ReadOnlySpan<char>> write)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = IndexOfHidden(text, mayBreakLines);
        if (at < 0) return text;
        var visible = new StringBuilder(text.Length + 32).Append(text, 0, at);
        while (at < text.Length)
        {
            bool isHidden = IsHidden(text.AsSpan(at), mayBreakLines, out int length);
            if (isHidden) write(visible, text.AsSpan(at, length));
            else visible.Append(text, at, length);
            at += length;
        }

        return visible.ToString();
    }

    private static int IndexOfHidden(string text, bool mayBreakLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (int at = 0; at < text.Length;)
        {
            if (IsHidden(text.AsSpan(at), mayBreakLines, out int length)) return at;
            at += length;
        }

        return -1;
    }

    // The first character of what is left, which is one or two code units long.
    private static bool IsHidden(ReadOnlySpan<char> rest, bool mayBreakLines, out int length)
    {
        // Half a pair counts as one code unit.
        if (Rune.DecodeFromUtf16(rest, out Rune rune, out length) != System.Buffers.OperationStatus.Done) return true;
        if (mayBreakLines && (rune.Value is '\n' or '\t' || (rune.Value == '\r' && rest is ['\r', '\n', ..]))) return false;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
    }

    private static void InBraces(StringBuilder visible, ReadOnlySpan<char> hidden)
    {
        int value = hidden is [var high, var low] ? char.ConvertToUtf32(high, low) : hidden[0];
        visible.Append(CultureInfo.InvariantCulture, $"\\u{{{value:X}}}");
    }

    private static void Json(StringBuilder visible, ReadOnlySpan<char> hidden)
    {
        foreach (char unit in hidden) visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
    }
}
