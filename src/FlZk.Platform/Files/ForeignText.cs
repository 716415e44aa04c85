using System.Globalization;

namespace FlZk.Platform.Files;

/// <summary>Text that others wrote, such as a tensor's name in a file, as a message may show it.</summary>
/// <remarks>Control characters could colour a terminal, retitle it or write lines that look like ours; directions of writing turn what
/// follows around; and a name may be as long as the file.</remarks>
public static class ForeignText
{
    private const int ShownLength = 120;

    /// <summary>The text on one line, cut where it is long, with a question mark for what does not print.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= ShownLength) return Printable(text);

        // Not in the middle of a pair.
        int cut = char.IsHighSurrogate(text[ShownLength - 1]) ? ShownLength - 1 : ShownLength;
        return string.Create(CultureInfo.InvariantCulture, $"{Printable(text[..cut])}... ({text.Length} characters)");
    }

    /// <summary>The whole text, with a question mark for what does not print or ends a line.</summary>
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Create(text.Length, text, static (shown, source) =>
        {
            for (int i = 0; i < shown.Length; i++) shown[i] = Prints(source[i]) ? source[i] : '?';
        });
    }

    private static bool Prints(char letter) => char.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
