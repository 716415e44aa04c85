using System.Text.Json;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>The JSON header of a safetensors file: which tensor lies where in the data that follows.</summary>
/// <remarks>As strict as the format's reference implementation, and stricter with unknown keys: tensors tile the data without gap or
/// overlap,
/// in an order that makes the flattened vector unambiguous.</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>The key of the free text, which no tensor can have as its name.</summary>
    public const string MetadataKey = "__metadata__";

    private SafetensorsHeader(TensorLayout layout, IReadOnlyDictionary<string, string> metadata)
    {
        Layout = layout;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their data.</summary>
    public TensorLayout Layout { get; }

    /// <summary>The file's free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Bytes per element.</summary>
    public static int SizeOf(ElementType type) => type is ElementType.Float32 or ElementType.Int32 ? 4 : 2;

    /// <summary>Parses and checks a header.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="json">The header's bytes, which stand at offset 8.</param>
    /// <param name="dataLength">Bytes that follow the header.</param>
    /// <exception cref="FileFormatException">Anything is out of order.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{') throw new FileFormatException(file, "the safetensors header does not begin with '{'.", 8);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        try
        {
            return Parse(file, ref reader, dataLength);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what the JSON reader says of strings that are not UTF-8.
            throw new FileFormatException(file, "the safetensors header is not valid JSON.", 8 + reader.BytesConsumed, cause);
        }
    }

    private static SafetensorsHeader Parse(string file, ref Utf8JsonReader reader, long dataLength)
    {
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = 8 + reader.TokenStartIndex;
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new FileFormatException(file, $"the name '{ForeignText.Quote(name)}' stands twice in the header.", at);
            }

            reader.Read();
            if (name == MetadataKey) metadata = ParseMetadata(file, ref reader);
            else entries.Add(ParseEntry(file, name, ref reader));
        }

        // Anything after the closing brace makes the reader throw; only white space may follow.
        while (reader.Read()) throw new FileFormatException(file, "the header goes on after its end.", 8 + reader.TokenStartIndex);
        return new SafetensorsHeader(Tile(file, entries, dataLength), metadata ?? []);
    }

    private static Dictionary<string, string> ParseMetadata(string file, ref Utf8JsonReader reader)
    {
        Expect(file, ref reader, JsonTokenType.StartObject, "an object of strings as metadata");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(file, ref reader, JsonTokenType.String, "a string as metadata");
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw new FileFormatException(
                    file, $"the metadata key '{ForeignText.Quote(key)}' stands twice.", 8 + reader.TokenStartIndex);
            }
        }

        return metadata;
    }

    private static Entry ParseEntry(string file, string name, ref Utf8JsonReader reader)
    {
        string shown = ForeignText.Quote(name);
        Expect(file, ref reader, JsonTokenType.StartObject, $"an object for tensor '{shown}'");
        long at = 8 + reader.TokenStartIndex;
        ElementType? type = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(file, ref reader, JsonTokenType.String, $"a string as dtype of '{shown}'");
                    type = ParseType(file, shown, reader.GetString()!, 8 + reader.TokenStartIndex);
                    break;
                case "shape" when shape is null:
                    shape = ParseIntegers(file, shown, ref reader);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseIntegers(file, shown, ref reader);
                    break;
                default:
                    throw new FileFormatException(
                        file, $"tensor '{shown}' has an unknown or repeated entry '{ForeignText.Quote(key)}'.", 8 + reader.TokenStartIndex);
            }
        }

        if (type is not { } elementType || shape is null || offsets is not { Count: 2 })
        {
            throw new FileFormatException(file, $"tensor '{shown}' lacks its dtype, its shape or its two data_offsets.", at);
        }

        if (!TensorDescriptor.TryCountElements([.. shape], out long count) || count > long.MaxValue / 4)
        {
            throw new FileFormatException(
                file, $"the shape of tensor '{shown}', [{string.Join(", ", shape)}], has more than 2^63 bytes.", at);
        }

        return new Entry(name, elementType, shape, count, offsets[0], offsets[1], at);
    }

    private static TensorLayout Tile(string file, List<Entry> entries, long dataLength)
    {
        // The order of the data, not of the JSON keys, is the order of the flattened vector; tensors without elements keep their JSON
        // order.
        long position = 0;
        var tensors = new List<TensorDescriptor>(entries.Count);
        foreach (Entry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.End < entry.Begin || entry.End > dataLength)
            {
                throw new FileFormatException(
                    file, $"tensor '{entry.Shown}' claims bytes {entry.Begin} to {entry.End} of {dataLength} bytes of data.", entry.At);
            }

            long bytes = entry.Count * SizeOf(entry.Type);
            if (entry.End - entry.Begin != bytes)
            {
                throw new FileFormatException(
                    file, $"tensor '{entry.Shown}' needs {bytes} bytes for its shape and claims {entry.End - entry.Begin}.", entry.At);
            }

            if (entry.Begin != position)
            {
                string how = entry.Begin < position ? "overlaps the tensor before it" : "leaves a gap before it";
                throw new FileFormatException(
                    file,
                    $"tensor '{entry.Shown}' begins at byte {entry.Begin} of the data and {how}, which ends at {position}.",
                    entry.At);
            }

            position = entry.End;
            if (entry.Count > Array.MaxLength)
            {
                throw new FileFormatException(
                    file, $"tensor '{entry.Shown}' has {entry.Count} elements, too many for one array.", entry.At);
            }
            tensors.Add(new TensorDescriptor(entry.Name, entry.Shape, entry.Type));
        }

        if (position != dataLength)
        {
            throw new FileFormatException(file, $"the tensors end at byte {position} of {dataLength} bytes of data.");
        }

        if (tensors.Sum(tensor => (long)tensor.Length) > Array.MaxLength)
        {
            throw new FileFormatException(file, "the tensors have too many elements for one vector.");
        }
        return new TensorLayout(tensors);
    }

    private static ElementType ParseType(string file, string shown, string dtype, long at) => dtype switch
    {
        "F32" => ElementType.Float32,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "I32" => ElementType.Int32,
        _ => throw new FileFormatException(
            file, $"tensor '{shown}' has dtype '{ForeignText.Quote(dtype)}'; F32, F16, BF16 and I32 can be read.", at),
    };

    private static List<long> ParseIntegers(string file, string shown, ref Utf8JsonReader reader)
    {
        Expect(file, ref reader, JsonTokenType.StartArray, $"an array of integers for tensor '{shown}'");
        var integers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(file, ref reader, JsonTokenType.Number, $"an integer for tensor '{shown}'");
            if (!reader.TryGetInt64(out long value) || value < 0)
            {
                throw new FileFormatException(
                    file, $"a shape or offset of tensor '{shown}' is not an integer from 0 to 2^63 - 1.", 8 + reader.TokenStartIndex);
            }

            // A list of millions costs many times the bytes that it is written with.
            if (integers.Count == TensorDescriptor.MaxRank)
            {
                throw new FileFormatException(
                    file, $"tensor '{shown}' has more than {TensorDescriptor.MaxRank} dimensions or offsets.", 8 + reader.TokenStartIndex);
            }

            integers.Add(value);
        }

        return integers;
    }

    private static void Expect(string file, ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type) throw new FileFormatException(file, $"expected {what}.", 8 + reader.TokenStartIndex);
    }

    private readonly record struct Entry(string Name, ElementType Type, List<long> Shape, long Count, long Begin, long End, long At)
    {
        public string Shown => ForeignText.Quote(Name);
    }
}
