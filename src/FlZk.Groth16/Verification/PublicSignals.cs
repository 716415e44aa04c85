using System.Text.Json;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>snarkjs's <c>public.json</c>: an array of decimal strings, outputs first, then public inputs.</summary>
public static class PublicSignals
{
    /// <summary>Reads a file of public signals.</summary>
    /// <exception cref="FileFormatException">Not such an array, or a value is not below r: r + x must not pass for x.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Fr[] ReadJson(string path) => ParseJson(File.ReadAllText(path), path);

    /// <summary>Parses public signals; see <see cref="ReadJson"/>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FileFormatException">As for <see cref="ReadJson"/>.</exception>
    public static Fr[] ParseJson(string json, string name = "public signals") => SnarkjsJson.Parse(json, name, root =>
    {
        if (root.ValueKind != JsonValueKind.Array) throw new FileFormatException(name, $"an array was expected, not {root.ValueKind}.");
        var values = new Fr[root.GetArrayLength()];
        int at = 0;
        foreach (JsonElement element in root.EnumerateArray())
        {
            values[at] = SnarkjsJson.ReadFr(element, $"signal {at}", name);
            at++;
        }

        return values;
    });

    /// <summary>The signals in snarkjs's format.</summary>
    public static string ToJson(ReadOnlySpan<Fr> signals)
    {
        Fr[] values = signals.ToArray();
        return SnarkjsJson.Write(json =>
        {
            json.WriteStartArray();
            foreach (Fr value in values) json.WriteStringValue(value.ToString());
            json.WriteEndArray();
        });
    }

    /// <summary>Writes <c>public.json</c>, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteJson(string path, ReadOnlySpan<Fr> signals) => AtomicFile.WriteAllText(path, ToJson(signals));
}
