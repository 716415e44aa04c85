using System.Text;
using System.Text.Json;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>Reads and writes versioned JSON documents: bounded, without comments, trailing commas, repeated or unknown members.</summary>
internal static class StrictJson
{
    /// <summary>The largest document that is read.</summary>
    public const long MaximumLength = 1L << 30;

    private const int MaximumDepth = 16;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="FileFormatException">The file is larger than any document can be.</exception>
    public static byte[] ReadFile(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MaximumLength)
            throw new FileFormatException(path, $"{length} bytes are more than the {MaximumLength} that a document may have.");
        return File.ReadAllBytes(path);
    }

    /// <summary>Parses a document of the given schema.</summary>
    /// <exception cref="FileFormatException">Not JSON, of another schema, or refused by <paramref name="read"/>.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8, string name, string schema, Func<JsonMember, T> read)
    {
        var options = new JsonDocumentOptions
        {
            AllowDuplicateProperties = false,
            AllowTrailingCommas = false,
            CommentHandling = JsonCommentHandling.Disallow,
            MaxDepth = MaximumDepth,
        };
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, options);
            var root = new JsonMember(name, string.Empty, document.RootElement);
            string told = root.Member("schema").Text();
            return told == schema
                ? read(root)
                : throw new FileFormatException(name, $"its schema is \"{told}\"; \"{schema}\" was expected.");
        }
        catch (JsonException e)
        {
            throw new FileFormatException(name, $"it is not valid JSON: {e.Message}", inner: e);
        }
        catch (InvalidOperationException e)
        {
            // Broken UTF-8 and lone surrogates inside a string show only when the string is read.
            throw new FileFormatException(name, $"a string in it is not Unicode text: {e.Message}", inner: e);
        }
    }

    /// <summary>Writes an indented document.</summary>
    public static string Write(string schema, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("schema", schema);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }
}
