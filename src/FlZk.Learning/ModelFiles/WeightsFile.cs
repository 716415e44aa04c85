using System.Text;
using System.Text.Json;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>The weights of a round's updates: <c>{"schema":"flzk/weights/1","weights":{"alice.safetensors":120}}</c>.</summary>
public static class WeightsFile
{
    /// <summary>The schema this reader knows.</summary>
    public const string Schema = "flzk/weights/1";

    private const long MaxLength = 64L << 20;

    /// <summary>Reads weights by file name, in the file's order.</summary>
    /// <exception cref="FileFormatException">The file is not such JSON, a name stands twice, has control or
    /// format characters (<see cref="ForeignText"/>) or is not a plain file name, or a weight is
    /// not an integer from 1 to 2^20 - 1.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, long>> Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MaxLength) throw new FileFormatException(path, $"{length} bytes are more than any round's weights.");
        byte[] json = File.ReadAllBytes(path);
        ReadOnlySpan<byte> text = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsSpan(3) : json;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 4 });
        try
        {
            return Parse(path, ref reader);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new FileFormatException(path, "not valid JSON.", reader.BytesConsumed, cause);
        }
    }

    /// <summary>Writes weights in the given order.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, long>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            writer.WriteStartObject();
            writer.WriteString("schema", Schema);
            writer.WriteStartObject("weights");
            foreach ((string name, long weight) in weights) writer.WriteNumber(name, weight);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static List<KeyValuePair<string, long>> Parse(string path, ref Utf8JsonReader reader)
    {
        List<KeyValuePair<string, long>>? weights = null;
        string? schema = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FileFormatException(path, "a JSON object belongs here.", reader.TokenStartIndex);
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "schema" when schema is null && reader.TokenType == JsonTokenType.String:
                    schema = reader.GetString()!;
                    break;
                case "weights" when weights is null && reader.TokenType == JsonTokenType.StartObject:
                    weights = ParseWeights(path, ref reader);
                    break;
                default:
                    throw new FileFormatException(
                        path, $"'{ForeignText.Quote(key)}' is unknown, repeated or of the wrong kind.", reader.TokenStartIndex);
            }
        }

        while (reader.Read()) throw new FileFormatException(path, "text after the end of the object.", reader.TokenStartIndex);
        if (schema != Schema)
        {
            throw new FileFormatException(path, $"the schema is '{ForeignText.Quote(schema ?? "")}'; '{Schema}' can be read.");
        }

        return weights is { Count: > 0 } ? weights : throw new FileFormatException(path, "there are no weights.");
    }

    private static List<KeyValuePair<string, long>> ParseWeights(string path, ref Utf8JsonReader reader)
    {
        var weights = new List<KeyValuePair<string, long>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = reader.TokenStartIndex;
            string name = reader.GetString()!;
            if (name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            {
                throw new FileFormatException(path, $"'{ForeignText.Quote(name)}' is not a plain file name.", at);
            }

            if (!ForeignText.IsPrintable(name))
            {
                throw new FileFormatException(
                    path, $"'{ForeignText.Quote(name)}' has control or format characters, by which names can be mistaken.", at);
            }

            if (!names.Add(name)) throw new FileFormatException(path, $"'{ForeignText.Quote(name)}' stands twice.", at);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number
                || !reader.TryGetInt64(out long weight)
                || weight is <= 0 or >= 1 << FedAvg.WeightBits)
            {
                throw new FileFormatException(
                    path,
                    $"the weight of '{ForeignText.Quote(name)}' is not an integer from 1 to 2^{FedAvg.WeightBits} - 1.",
                    reader.TokenStartIndex);
            }

            weights.Add(new(name, weight));
        }

        return weights;
    }
}
