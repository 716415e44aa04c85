using System.Globalization;
using System.Text;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>The dictionary at the head of a .npy file (NumPy enhancement proposal 1): element type and shape.</summary>
/// <remarks>NumPy writes it as a Python literal. This parser knows just that literal: three keys, each once, nothing evaluated.</remarks>
internal sealed class NpyHeader
{
    private readonly string _file;
    private readonly string _text;
    private readonly int _textOffset;
    private int _at;

    private NpyHeader(string file, string text, int textOffset)
    {
        _file = file;
        _text = text;
        _textOffset = textOffset;
    }

    /// <summary>NumPy's type string, such as "&lt;f4".</summary>
    public string Type { get; private set; } = "";

    /// <summary>Dimensions, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; private set; } = [];

    /// <summary>Parses a header.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="header">The dictionary's bytes with their padding.</param>
    /// <param name="offset">Where they stand in the file.</param>
    /// <exception cref="FileFormatException">It is not the literal that NumPy writes, or the array is in Fortran order.</exception>
    public static NpyHeader Parse(string file, ReadOnlySpan<byte> header, int offset)
    {
        if (header.IsEmpty || header[^1] != (byte)'\n')
        {
            throw new FileFormatException(file, "the npy header does not end with a line feed.", offset);
        }
        var parsed = new NpyHeader(file, Encoding.Latin1.GetString(header[..^1]), offset);
        parsed.ParseDictionary();
        return parsed;
    }

    /// <summary>The literal NumPy writes for a C-ordered array.</summary>
    public static string Format(string type, IReadOnlyList<long> shape)
    {
        string dimensions = string.Join(", ", shape.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        return $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({dimensions}{(shape.Count == 1 ? "," : "")}), }}";
    }

    private void ParseDictionary()
    {
        bool type = false, shape = false, order = false, fortran = false;
        Take('{');
        while (!TryTake('}'))
        {
            string key = TakeString();
            Take(':');
            switch (key)
            {
                case "descr" when !type:
                    Type = TakeString();
                    type = true;
                    break;
                case "fortran_order" when !order:
                    fortran = TakeBoolean();
                    order = true;
                    break;
                case "shape" when !shape:
                    Shape = TakeTuple();
                    shape = true;
                    break;
                default:
                    throw Fail($"unknown or repeated key '{ForeignText.Quote(key)}'");
            }

            if (TryTake(',')) continue;
            Take('}');
            break;
        }

        SkipSpaces();
        if (_at != _text.Length) throw Fail("text after the end of the dictionary");
        if (!type || !shape || !order) throw Fail("descr, fortran_order or shape is missing");

        // A vector is the same in either order.
        if (fortran && Shape.Count > 1) throw Fail("the array is in Fortran order; C order can be read");
    }

    private List<long> TakeTuple()
    {
        var dimensions = new List<long>();
        Take('(');
        while (!TryTake(')'))
        {
            SkipSpaces();
            int start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            if (!long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long dimension))
            {
                throw Fail("a dimension is not an integer from 0 to 2^63 - 1");
            }

            if (dimensions.Count == TensorDescriptor.MaxRank) throw Fail($"more than {TensorDescriptor.MaxRank} dimensions");
            dimensions.Add(dimension);
            if (TryTake(',')) continue;

            // (3) is a number in parentheses, not a tuple.
            if (dimensions.Count == 1) throw Fail("a shape of one dimension lacks its comma");
            Take(')');
            break;
        }

        return dimensions;
    }

    private bool TakeBoolean()
    {
        SkipSpaces();
        foreach ((string word, bool value) in (ReadOnlySpan<(string, bool)>)[("False", false), ("True", true)])
        {
            if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) continue;
            _at += word.Length;
            return value;
        }

        throw Fail("expected True or False");
    }

    private string TakeString()
    {
        SkipSpaces();
        char quote = _at < _text.Length ? _text[_at] : '\0';
        if (quote is not ('\'' or '"')) throw Fail("expected a string");
        int end = _text.IndexOf(quote, _at + 1);
        if (end < 0) throw Fail("a string does not end");
        string value = _text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected)) throw Fail($"expected '{expected}'");
    }

    private bool TryTake(char expected)
    {
        SkipSpaces();
        if (_at >= _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }

    private FileFormatException Fail(string what) => new(_file, $"npy header: {what}.", _textOffset + _at);
}
