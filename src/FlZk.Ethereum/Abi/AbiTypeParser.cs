using System.Globalization;

namespace FlZk.Ethereum.Abi;

/// <summary>Reads types and parameter lists written as in Solidity: <c>transfer(address to, uint256 amount)</c>.</summary>
internal sealed class AbiTypeParser(string text)
{
    private const int MaxText = 16_384;

    private static readonly string[] Decorations = ["indexed", "memory", "calldata", "storage", "payable"];

    private readonly string _text = text.Length <= MaxText ? text : throw new AbiException($"A signature of {text.Length} characters.");
    private int _at;
    private int _depth;

    /// <summary>Reads an identifier, empty when none stands here.</summary>
    public string ReadWord()
    {
        SkipSpace();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$')) _at++;
        return _text[start.._at];
    }

    /// <summary>Whether the next character is this one; if so, passes it.</summary>
    public bool Take(char expected)
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != expected) return false;
        _at++;
        return true;
    }

    /// <summary>Passes this character.</summary>
    public void Expect(char expected)
    {
        if (!Take(expected)) throw Unexpected();
    }

    /// <summary>Nothing may follow but a semicolon.</summary>
    public void ExpectEnd()
    {
        Take(';');
        SkipSpace();
        if (_at != _text.Length) throw Unexpected();
    }

    /// <summary>Reads a type with its array suffixes.</summary>
    public AbiType ReadType()
    {
        AbiType type;
        if (Take('('))
        {
            type = AbiType.Tuple(ReadParametersToClose());
        }
        else
        {
            string name = ReadWord();
            if (name == "tuple" && Take('(')) type = AbiType.Tuple(ReadParametersToClose());
            else type = AbiType.Elementary(name);
        }

        return ReadSuffixes(type);
    }

    /// <summary>Reads <c>[]</c> and <c>[N]</c> behind a type.</summary>
    public AbiType ReadSuffixes(AbiType type)
    {
        while (Take('['))
        {
            string number = ReadWord();
            Expect(']');
            if (number.Length == 0) type = AbiType.ArrayOf(type);
            else if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int length)) type = AbiType.ArrayOf(
                type, length);
            else throw Unexpected();
        }

        return type;
    }

    /// <summary>Reads parameters up to and with the closing parenthesis; the opening one has been passed.</summary>
    public List<AbiParameter> ReadParametersToClose()
    {
        if (++_depth > AbiType.MaxDepth) throw new AbiException($"Types lie more than {AbiType.MaxDepth} deep.");
        var parameters = new List<AbiParameter>();
        if (!Take(')'))
        {
            do
            {
                AbiType type = ReadType();
                bool indexed = false;
                string word = ReadWord();
                while (Decorations.Contains(word))
                {
                    indexed |= word == "indexed";
                    word = ReadWord();
                }

                parameters.Add(new AbiParameter(word, type, indexed));
            }
            while (Take(','));
            Expect(')');
        }

        _depth--;
        return parameters;
    }

    private AbiException Unexpected() =>
        new(_at < _text.Length ? $"Unexpected '{_text[_at]}' at {_at} in {Hex.Shorten(_text)}." : $"{Hex.Shorten(_text)} ends too early.");

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }
}
