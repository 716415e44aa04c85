using System.Globalization;
using System.Numerics;
using System.Text;

namespace FlZk.KernelGenerator;

/// <summary>C# source under construction: lines, indented by the blocks that are open.</summary>
public sealed class SourceText
{
    private const int MaximumLength = 140;

    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Appends lines, each indented, and broken where it is too long; an empty line stays empty.</summary>
    public void Add(string lines)
    {
        foreach (string line in lines.ReplaceLineEndings("\n").Split('\n'))
        {
            string rest = line.Length == 0 ? "" : new string(' ', 4 * _indentation) + line;
            while (rest.Length > MaximumLength)
            {
                int end = BreakOf(rest);
                string indentation = rest[..(rest.Length - rest.TrimStart().Length)];
                string next = rest.TrimStart().StartsWith("///", StringComparison.Ordinal) ? "/// " : "    ";
                _text.Append(rest.AsSpan(0, end).TrimEnd()).Append('\n');
                rest = indentation + next + rest[end..].TrimStart();
            }

            _text.Append(rest).Append('\n');
        }
    }

    /// <summary>Appends lines and opens a block after them.</summary>
    public void Open(string lines)
    {
        Add(lines);
        Add("{");
        _indentation++;
    }

    /// <summary>Closes the innermost block.</summary>
    public void Close()
    {
        _indentation--;
        Add("}");
    }

    /// <summary>The source so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Where a line that is too long is best broken: a comment between words, code after a comma or before an operator.</summary>
    private static int BreakOf(string line)
    {
        if (line.TrimStart().StartsWith("///", StringComparison.Ordinal)) return line.LastIndexOf(' ', MaximumLength);
        int comma = line.LastIndexOf(", ", MaximumLength - 1, StringComparison.Ordinal) + 1;
        int plus = line.LastIndexOf(" + ", MaximumLength - 1, StringComparison.Ordinal);
        int minus = line.LastIndexOf(" - ", MaximumLength - 1, StringComparison.Ordinal);
        return Math.Max(comma, Math.Max(plus, minus));
    }

    /// <summary>An integer in hexadecimal, as C# writes it.</summary>
    public static string Hex(BigInteger value) =>
        "0x" + value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0');

    /// <summary>A sequence such as "t0, t1, t2".</summary>
    public static string Join(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));
}
