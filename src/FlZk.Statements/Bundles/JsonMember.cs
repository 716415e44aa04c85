using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>A value in a JSON document together with where it is, so that errors can say so.</summary>
internal readonly struct JsonMember(string file, string path, JsonElement element)
{
    /// <summary>The JSON value.</summary>
    public JsonElement Element { get; } = element;

    /// <summary>An error about this value.</summary>
    public FileFormatException Fault(string reason) => new(file, path.Length == 0 ? reason : $"{path}: {reason}");

    /// <summary>Requires an object with these members at most; a name that ends in ? may be absent.</summary>
    public JsonMember Object(params ReadOnlySpan<string> names)
    {
        Require(JsonValueKind.Object);
        foreach (JsonProperty property in Element.EnumerateObject())
        {
            bool known = false;
            foreach (string name in names) known |= property.NameEquals(name.AsSpan().TrimEnd('?'));
            if (!known) throw Fault($"\"{property.Name}\" is not a member that belongs here.");
        }

        foreach (string name in names)
        {
            if (!name.EndsWith('?')) Member(name);
        }

        return this;
    }

    /// <summary>A member that must be there.</summary>
    public JsonMember Member(string name) => Optional(name) ?? throw Fault($"\"{name}\" is missing.");

    /// <summary>A member, or null when it is absent.</summary>
    public JsonMember? Optional(string name)
    {
        Require(JsonValueKind.Object);
        return Element.TryGetProperty(name, out JsonElement value)
            ? new JsonMember(file, path.Length == 0 ? name : $"{path}.{name}", value)
            : null;
    }

    /// <summary>The items of an array.</summary>
    public T[] Array<T>(Func<JsonMember, T> read)
    {
        Require(JsonValueKind.Array);
        var items = new T[Element.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in Element.EnumerateArray())
        {
            items[i] = read(new JsonMember(file, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), item));
            i++;
        }

        return items;
    }

    /// <summary>Text.</summary>
    public string Text()
    {
        Require(JsonValueKind.String);
        return Element.GetString()!;
    }

    /// <summary>A JSON number that is an integer in the given range.</summary>
    public long Integer(long minimum, long maximum)
    {
        Require(JsonValueKind.Number);
        return Element.TryGetInt64(out long value) && value >= minimum && value <= maximum
            ? value
            : throw Fault($"an integer between {minimum} and {maximum} was expected, not {Element.GetRawText()}.");
    }

    /// <summary>A 64-bit integer as canonical decimal text.</summary>
    public ulong DecimalText()
    {
        string text = Text();
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            && value.ToString(CultureInfo.InvariantCulture) == text
                ? value
                : throw Fault($"a 64-bit integer in decimal was expected, not \"{text}\".");
    }

    /// <summary>A scalar below r as canonical decimal text.</summary>
    public Fr Scalar()
    {
        string text = Text();
        return text.Length <= 77 && Fr.TryParse(text, out Fr value) && value.ToString() == text
            ? value
            : throw Fault("a decimal number below r was expected.");
    }

    /// <summary>A hash as 0x and 64 digits.</summary>
    public KeccakHash Hash() =>
        KeccakHash.TryParse(Text(), out KeccakHash hash) ? hash : throw Fault("0x and 64 hexadecimal digits were expected.");

    /// <summary>Bytes as 0x and digits.</summary>
    public byte[] Bytes() => Hexadecimal.TryRead(Text()) ?? throw Fault("0x and hexadecimal digits were expected.");

    /// <summary>A point of G1 as 0x and its 64 bytes in EVM order.</summary>
    public G1Affine First() => G1Affine.TryReadUncompressed(Bytes(), out G1Affine point)
        ? point
        : throw Fault("64 bytes of a point of G1 were expected: x and y below p, on the curve.");

    /// <summary>A point of G2 as 0x and its 128 bytes in EVM order.</summary>
    public G2Affine Second() => G2Affine.TryReadUncompressed(Bytes(), out G2Affine point)
        ? point
        : throw Fault("128 bytes of a point of G2 were expected: coordinates below p, on the twist, in the subgroup.");

    private void Require(JsonValueKind kind)
    {
        if (Element.ValueKind != kind) throw Fault($"JSON {kind} was expected, not {Element.ValueKind}.");
    }
}
