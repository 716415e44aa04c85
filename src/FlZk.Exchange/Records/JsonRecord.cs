using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Records;

/// <summary>One of the exchange's own JSON files: a <c>schema</c> line, integers of 64 bits and more as decimal strings, points and vectors
/// as text.</summary>
/// <remarks>Readers throw <see cref="FileFormatException"/> that names the file and the property; memory is bounded by the file's
/// length.</remarks>
internal sealed class JsonRecord : IDisposable
{
    /// <summary>The largest file that is read: a package of some 40 million parameters.</summary>
    private const long MaxFileLength = 256L << 20;

    /// <summary>A thousand years.</summary>
    private const long MaxSeconds = 31_556_952_000;

    private readonly string _file;
    private readonly JsonDocument? _document;
    private readonly JsonElement _element;

    private JsonRecord(string file, JsonDocument? document, JsonElement element)
    {
        _file = file;
        _document = document;
        _element = element;
    }

    /// <summary>How records are written.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file and checks its schema.</summary>
    public static JsonRecord Read(string path, string schema)
    {
        JsonDocument document = Parse(path, $"a {schema} file");
        var record = new JsonRecord(path, document, document.RootElement);
        try
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw record.Bad("schema", $"\"{schema}\"");
            string found = record.Text("schema");
            return found == schema ? record : throw new FileFormatException(path, $"its schema is '{Shorten(found)}', not '{schema}'.");
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>The schema that a file names.</summary>
    /// <exception cref="FileFormatException">It is no JSON object with a schema.</exception>
    public static string SchemaOf(string path)
    {
        using JsonDocument document = Parse(path, "such a file");
        var record = new JsonRecord(path, null, document.RootElement);
        return document.RootElement.ValueKind == JsonValueKind.Object ? record.Text("schema") : throw record.Bad("schema", "a text");
    }

    /// <inheritdoc/>
    public void Dispose() => _document?.Dispose();

    /// <summary>Refuses properties other than these, and any that is there twice: what is misspelt would otherwise go unread.</summary>
    public void RequireOnly(params ReadOnlySpan<string> names)
    {
        var seen = new HashSet<string>();
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
                throw new FileFormatException(_file, $"there is no property '{Shorten(property.Name)}' in such a file.");
            if (!seen.Add(property.Name)) throw new FileFormatException(_file, $"property '{property.Name}' is there twice.");
        }
    }

    /// <summary>A property that is an object of its own.</summary>
    public JsonRecord Object(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? new JsonRecord(_file, null, value)
            : throw Bad(name, "an object");

    /// <summary>A duration of at least a second, in seconds as a decimal string.</summary>
    public TimeSpan Seconds(string name) => Int64(name) is var seconds and > 0 and <= MaxSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw Bad(name, "a number of seconds above zero");

    /// <summary>An integer of any size, not negative, as a decimal string.</summary>
    public BigInteger Amount(string name) =>
        Text(name) is { Length: <= 78 } text
            && BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw Bad(name, "an integer of at most 78 digits");

    /// <summary>An address that is not zero.</summary>
    public Address Somebody(string name) =>
        Address(name) is { IsZero: false } value ? value : throw Bad(name, "an address other than zero");

    /// <summary>Says that a property is not what it must be.</summary>
    public FileFormatException Refuse(string name, string wanted) => Bad(name, wanted);

    /// <summary>Whether a property is there and not null.</summary>
    public bool Has(string name) => _element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text.</summary>
    public string Text(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String) throw Bad(name, "a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Broken UTF-8 and lone surrogates show only when the string is read.
            throw Bad(name, "a text in Unicode");
        }
    }

    /// <summary>An integer of 64 bits with sign, written as a decimal string.</summary>
    public long Int64(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Bad(name, "a 64-bit integer");

    /// <summary>An integer of 64 bits without sign, written as a decimal string.</summary>
    public ulong UInt64(string name) =>
        ulong.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw Bad(name, "an unsigned 64-bit integer");

    /// <summary>A number that fits 32 bits with sign.</summary>
    public int Int32(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw Bad(name, "a 32-bit integer");

    /// <summary>An address.</summary>
    public Address Address(string name) => Ethereum.Address.TryParse(Text(name), out Address value) ? value : throw Bad(name, "an address");

    /// <summary>32 bytes of hexadecimal.</summary>
    public Hash32 Hash(string name) => Hash32.TryParse(Text(name), out Hash32 value) ? value : throw Bad(name, "32 bytes of hexadecimal");

    /// <summary>Bytes of hexadecimal.</summary>
    public byte[] Bytes(string name) => Hex.TryDecode(Text(name), out byte[] bytes) ? bytes : throw Bad(name, "bytes of hexadecimal");

    /// <summary>A scalar below r in decimal.</summary>
    public Fr Scalar(string name) =>
        Fr.TryParse(Text(name), out Fr value) ? value : throw Bad(name, "an integer below the scalar field's order");

    /// <summary>A point of G1 as 64 bytes of hexadecimal.</summary>
    public G1Affine Point(string name) =>
        Hex.TryDecode(Text(name), out byte[] bytes) && G1Affine.TryReadUncompressed(bytes, out G1Affine point)
            ? point
            : throw Bad(name, "a point of G1 as 64 bytes of hexadecimal");

    /// <summary>32-bit integers, little-endian in base 64.</summary>
    public int[] Integers(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String
            || !value.TryGetBytesFromBase64(out byte[]? bytes) || bytes.Length % sizeof(int) != 0)
        {
            throw Bad(name, "32-bit integers in base 64");
        }

        var values = new int[bytes.Length / sizeof(int)];
        for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(int)));
        return values;
    }

    /// <summary>64-bit integers, little-endian in base 64.</summary>
    public long[] LongIntegers(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String
            || !value.TryGetBytesFromBase64(out byte[]? bytes) || bytes.Length % sizeof(long) != 0)
        {
            throw Bad(name, "64-bit integers in base 64");
        }

        var values = new long[bytes.Length / sizeof(long)];
        for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        return values;
    }

    /// <summary>The members of an array of objects.</summary>
    public IReadOnlyList<JsonRecord> List(string name) =>
        _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(
                member => member.ValueKind == JsonValueKind.Object ? new JsonRecord(_file, null, member) : throw Bad(name, "objects"))]
            : throw Bad(name, "an array");

    /// <summary>The properties <see cref="WriteRound"/> writes.</summary>
    public RoundId Round() => new(UInt64("chainId"), Address("coordinator"), UInt64("job"), Int32("round"));

    /// <summary>A number as these files have it.</summary>
    public static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Writes what names a round.</summary>
    public static void WriteRound(Utf8JsonWriter json, RoundId round)
    {
        json.WriteString("chainId", round.ChainId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("coordinator", round.Coordinator.ToString());
        json.WriteString("job", round.Job.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("round", round.Round);
    }

    /// <summary>Writes a point of G1.</summary>
    public static void WritePoint(Utf8JsonWriter json, string name, G1Affine point) => json.WriteString(name, PointText(point));

    /// <summary>A point of G1 as 64 bytes of hexadecimal, x then y.</summary>
    public static string PointText(G1Affine point)
    {
        Span<byte> bytes = stackalloc byte[G1Affine.UncompressedLength];
        point.WriteUncompressed(bytes);
        return Hex.Encode(bytes);
    }

    /// <summary>Writes 32-bit integers.</summary>
    public static void WriteIntegers(Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        var bytes = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        json.WriteBase64String(name, bytes);
    }

    /// <summary>Writes 64-bit integers.</summary>
    public static void WriteIntegers(Utf8JsonWriter json, string name, ReadOnlySpan<long> values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        json.WriteBase64String(name, bytes);
    }

    private static JsonDocument Parse(string path, string what)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.Length > MaxFileLength) throw new FileFormatException(path, $"{file.Length} bytes are more than {what} can have.");
        try
        {
            return JsonDocument.Parse(file);
        }
        catch (JsonException cause)
        {
            throw new FileFormatException(path, $"not JSON: {cause.Message}", cause.BytePositionInLine, cause);
        }
    }

    private FileFormatException Bad(string name, string wanted) => new(_file, $"property '{name}' must be {wanted}.");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
