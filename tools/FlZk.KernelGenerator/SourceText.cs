using System.Globalization;
using System.Numerics;
using System.Text;

namespace FlZk.KernelGenerator;

/// <summary>C# source under construction: lines, indented by the blocks that are open.</summary>
public sealed class SourceText
{
    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Appends lines, each indented; an empty line stays empty.</summary>
    public void Add(string lines)
    {
        foreach (string line in lines.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Length > 0) _text.Append(' ', 4 * _indentation).Append(line);
            _text.Append('\n');
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

    /// <summary>An integer in hexadecimal, as C# writes it.</summary>
    public static string Hex(BigInteger value) =>
        "0x" + value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0');

    /// <summary>A sequence such as "t0, t1, t2".</summary>
    public static string Join(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));
}
