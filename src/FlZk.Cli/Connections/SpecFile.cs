using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Platform.Files;

namespace FlZk.Cli.Connections;

/// <summary>A JSON file that a person wrote: every complaint names the file, the property, what it says and what would be right; a property
/// that nobody asked for is a typing error.</summary>
internal sealed class SpecFile : IDisposable
{
    private const long MaxLength = 1 << 20;
    private const string SchemaProperty = "schema";
    private const int ShownLength = 60;

    private readonly JsonDocument? _document;
    private readonly JsonElement _root;
    private readonly string _prefix;
    private readonly HashSet<string> _asked = [];

    private SpecFile(string path, JsonElement root, string prefix, JsonDocument? document)
    {
        Path = path;
        _root = root;
        _prefix = prefix;
        _document = document;
    }

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads a file of one schema; comments and trailing commas are allowed.</summary>
    /// <exception cref="FileFormatException">Not JSON, not an object, or of another schema.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SpecFile Read(string path, string schema)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaxLength) throw new FileFormatException(path, $"{file.Length} bytes are more than such a file can have.");
        JsonDocument document;
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            document = JsonDocument.Parse(file, options);
        }
        catch (JsonException cause)
        {
            string where = cause.LineNumber is { } line ? $"line {line + 1}, character {cause.BytePositionInLine + 1}: " : string.Empty;
            throw new FileFormatException(path, $"not JSON, {where}{cause.Message.Split(" LineNumber", 2)[0]}", null, cause);
        }

        var spec = new SpecFile(path, document.RootElement, string.Empty, document);
        try
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FileFormatException(path, "an object {...} was expected.");
            string? found = spec.Text(SchemaProperty);
            return found == schema
                ? spec
                : throw new FileFormatException(path, found is null
                    ? $"there is no \"schema\": \"{schema}\", so this may be another kind of file."
                    : $"its schema is '{Shorten(found)}', not '{schema}'.");
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _document?.Dispose();

    /// <summary>Refuses properties that were never asked for.</summary>
    /// <exception cref="FileFormatException">There is one.</exception>
    public void RequireNothingElse()
    {
        foreach (JsonProperty property in _root.EnumerateObject())
        {
            if (_asked.Contains(property.Name)) continue;
            string? meant = _asked.FirstOrDefault(known => string.Equals(known, property.Name, StringComparison.OrdinalIgnoreCase));
            throw new FileFormatException(Path, meant is null
                ? $"property '{_prefix}{Shorten(property.Name)}' means nothing here. Known: "
                    + $"{string.Join(", ", _asked.Order(StringComparer.Ordinal))}."
                : $"property '{_prefix}{property.Name}' must be written '{_prefix}{meant}'.");
        }
    }

    /// <summary>A complaint about one property.</summary>
    public FileFormatException Bad(string name, string wanted) => new(Path, _root.TryGetProperty(name, out JsonElement found)
        ? $"property '{_prefix}{name}' is {Shorten(found.GetRawText())}; it must be {wanted}."
        : $"property '{_prefix}{name}' is missing; it must be {wanted}.");

    /// <summary>A text; null when it is left out.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Bad(name, "a text");

    /// <summary>The objects of an array, each a file of its own to whoever reads it; empty when it is left out.</summary>
    public IReadOnlyList<SpecFile> Objects(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
            throw Bad(name, "an array of objects [{...}, ...]");
        return [.. value.EnumerateArray().Select((item, i) => new SpecFile(Path, item, $"{_prefix}{name}[{i}].", null))];
    }

    /// <summary>The values of an array as they are; empty when it is left out.</summary>
    public IReadOnlyList<JsonElement> Values(string name) => Find(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Bad(name, "an array [...]");

    /// <summary>True or false; the default when it is left out.</summary>
    public bool Boolean(string name, bool otherwise) => Find(name) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Bad(name, "true or false");

    /// <summary>A whole number in a range; null when it is left out.</summary>
    public long? Number(string name, long least, long most) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
            ? number
            : throw Bad(name, $"a whole number from {least} to {most}");

    /// <summary>A whole number of any size, as a number or a decimal string; null when it is left out.</summary>
    public BigInteger? Integer(string name) => Find(name) is not { } value ? null
        : BigInteger.TryParse(Scalar(value), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger number)
            ? number
            : throw Bad(name, "a whole number, not negative");

    /// <summary>An amount in smallest units; null when it is left out.</summary>
    /// <param name="name">The property.</param>
    /// <param name="decimals">The token's decimals.</param>
    /// <param name="bits">The contract's type.</param>
    public BigInteger? Amount(string name, int decimals, int bits = 128)
    {
        if (Find(name) is not { } value) return null;
        string wanted = $"an amount such as \"1000\", \"0.25\" or \"15wei\", with at most {decimals} digits after the point, "
            + $"below 2^{bits} smallest units";
        if (!TokenAmount.TryParse(Scalar(value), out TokenAmount amount) || amount.Decimals > decimals) throw Bad(name, wanted);
        BigInteger units = amount.InUnits(decimals);
        return units.GetBitLength() <= bits ? units : throw Bad(name, wanted);
    }

    /// <summary>An address; null when it is left out.</summary>
    public Address? Address(string name) => Value<Address>(
        name, FlZk.Ethereum.Address.TryParse, "an address (0x and 40 hexadecimal digits, with a right checksum if it has one)");

    /// <summary>32 bytes; null when it is left out.</summary>
    public Hash32? Hash(string name) => Value<Hash32>(name, Hash32.TryParse, "32 bytes (0x and 64 hexadecimal digits)");

    /// <summary>A length of time; null when it is left out.</summary>
    public TimeSpan? Duration(string name) => Value<TimeSpan>(
        name, DurationText.TryParse, "a length of time such as \"90s\", \"30m\", \"14d\"");

    /// <summary>A fraction in 1/10,000, written as a percentage; null when it is left out.</summary>
    public int? BasisPoints(string name) => Value<int>(name, TryParsePercentage, "a percentage such as \"50%\" or \"12.5%\", at most 100%");

    /// <summary>A point of time: ISO 8601 with its offset, or a length of time from now; null when it is left out.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset now) => Value<DateTimeOffset>(
        name,
        (string text, out DateTimeOffset time) =>
        {
            if (DurationText.TryParse(text, out TimeSpan from))
            {
                time = now + from;
                return true;
            }

            // Without an offset the time would mean something else on every machine.
            string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"];
            return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time)
                && (text.EndsWith('Z') || text[10..].AsSpan().ContainsAny('+', '-'));
        },
        "a time such as \"2027-06-30T12:00:00Z\", or a length of time from now such as \"30d\"");

    private static bool TryParsePercentage(string text, out int basisPoints)
    {
        basisPoints = 0;
        if (!text.EndsWith('%') || !TokenAmount.TryParse(text[..^1], out TokenAmount amount) || amount.Decimals is not <= 2) return false;
        BigInteger points = amount.InUnits(2);
        if (points > 10_000) return false;
        basisPoints = (int)points;
        return true;
    }

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => string.Empty,
    };

    private static string Shorten(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "...";

    private T? Value<T>(string name, Parser<T> parse, string wanted)
        where T : struct
    {
        if (Find(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.String && parse(value.GetString()!, out T parsed) ? parsed : throw Bad(name, wanted);
    }

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
