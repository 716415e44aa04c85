using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlZk.Cli.Hosting;

/// <summary>How results become JSON: camelCase names, and integers of 64 bits and more as decimal strings (a
/// JavaScript reader would round them).</summary>
public static class ResultJson
{
    /// <summary>The options every command writes with.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new DecimalString<long>(long.Parse),
            new DecimalString<ulong>(ulong.Parse),
            new DecimalString<BigInteger>(BigInteger.Parse),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
    };

    private sealed class DecimalString<T>(Func<string, IFormatProvider, T> parse) : JsonConverter<T>
        where T : IFormattable
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString() ?? throw new JsonException("A decimal string is expected."), CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
    }
}
