using System.Text;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>
/// snarkjs's JSON conventions: field elements as decimal strings, points as [x, y, "1"], infinity as [0, 1,
/// 0], elements of Fp2 as [c0, c1].
/// </summary>
internal static class SnarkjsJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 1, NewLine = "\n" };

    /// <summary>Parses a document and hands its root to <paramref name="read"/>.</summary>
    /// <exception cref="FileFormatException">Not JSON.</exception>
    public static T Parse<T>(string json, string name, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (JsonException cause)
        {
            throw new FileFormatException(name, $"not JSON: {cause.Message}", inner: cause);
        }
        catch (InvalidOperationException cause)
        {
            // A lone surrogate inside a string shows only when the string is read.
            throw new FileFormatException(name, $"a string in it is not Unicode text: {cause.Message}", inner: cause);
        }
    }

    /// <summary>Writes a document, indented as snarkjs does.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented)) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Requires <c>protocol</c> groth16 and, where it is there, <c>curve</c> bn128 (snarkjs's name of BN254).</summary>
    /// <exception cref="FileFormatException">Another protocol or curve, which is named.</exception>
    public static void RequireGroth16OnBn254(JsonElement root, string name)
    {
        string protocol = Text(Member(root, "protocol", name), "protocol", name);
        if (protocol != "groth16") throw new FileFormatException(name, $"the protocol is {protocol}; groth16 was expected.");
        if (!root.TryGetProperty("curve", out JsonElement curve)) return;
        string curveName = Text(curve, "curve", name);
        if (curveName is not ("bn128" or "bn254" or "altbn128"))
            throw new FileFormatException(name, $"the curve is {curveName}; bn128 (BN254) was expected.");
    }

    public static JsonElement Member(JsonElement parent, string member, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out JsonElement value)
            ? value
            : throw new FileFormatException(name, $"{member} is missing.");

    /// <summary>A decimal field element, as a string or as a JSON integer.</summary>
    public static string Text(JsonElement element, string what, string name) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetRawText(),
        _ => throw new FileFormatException(name, $"{what} is {element.ValueKind}, not a string."),
    };

    public static Fr ReadFr(JsonElement element, string what, string name)
    {
        string text = Text(element, what, name);
        return Fr.TryParse(text, out Fr value) ? value : throw NotInField(text, what, "scalar", name);
    }

    /// <summary>A point of G1 on the curve.</summary>
    public static G1Affine ReadG1(JsonElement element, string what, string name)
    {
        JsonElement[] words = Array(element, 3, what, name);
        Fp x = ReadFp(words[0], what, name), y = ReadFp(words[1], what, name), z = ReadFp(words[2], what, name);
        if (z.IsZero) return G1Affine.Infinity;
        if (!z.IsOne) throw new FileFormatException(name, $"{what} is not in affine form: its third coordinate is {z}.");
        var point = new G1Affine(x, y);
        return point.IsOnCurve && !point.IsInfinity ? point : throw new FileFormatException(name, $"{what} is not on the curve.");
    }

    /// <summary>A point of G2 on the twist and in the subgroup of order r.</summary>
    public static G2Affine ReadG2(JsonElement element, string what, string name)
    {
        JsonElement[] words = Array(element, 3, what, name);
        Fp2 x = ReadFp2(words[0], what, name), y = ReadFp2(words[1], what, name), z = ReadFp2(words[2], what, name);
        if (z == Fp2.Zero) return G2Affine.Infinity;
        if (z != Fp2.One) throw new FileFormatException(name, $"{what} is not in affine form.");
        var point = new G2Affine(x, y);
        if (!point.IsOnCurve || point.IsInfinity) throw new FileFormatException(name, $"{what} is not on the twist.");
        return point.IsInSubgroup
            ? point
            : throw new FileFormatException(name, $"{what} is on the twist but outside the subgroup of order r.");
    }

    public static void WriteG1(Utf8JsonWriter json, G1Affine point)
    {
        json.WriteStartArray();
        json.WriteStringValue(point.X.ToString());
        json.WriteStringValue(point.IsInfinity ? "1" : point.Y.ToString());
        json.WriteStringValue(point.IsInfinity ? "0" : "1");
        json.WriteEndArray();
    }

    public static void WriteG2(Utf8JsonWriter json, G2Affine point)
    {
        json.WriteStartArray();
        WriteFp2(json, point.X);
        WriteFp2(json, point.IsInfinity ? Fp2.One : point.Y);
        WriteFp2(json, point.IsInfinity ? Fp2.Zero : Fp2.One);
        json.WriteEndArray();
    }

    public static void WriteFp12(Utf8JsonWriter json, Fp12 element)
    {
        json.WriteStartArray();
        foreach (Fp6 half in (Fp6[])[element.C0, element.C1])
        {
            json.WriteStartArray();
            WriteFp2(json, half.C0);
            WriteFp2(json, half.C1);
            WriteFp2(json, half.C2);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteFp2(Utf8JsonWriter json, Fp2 element)
    {
        json.WriteStartArray();
        json.WriteStringValue(element.C0.ToString());
        json.WriteStringValue(element.C1.ToString());
        json.WriteEndArray();
    }

    private static Fp2 ReadFp2(JsonElement element, string what, string name)
    {
        JsonElement[] words = Array(element, 2, what, name);
        return new Fp2(ReadFp(words[0], what, name), ReadFp(words[1], what, name));
    }

    private static Fp ReadFp(JsonElement element, string what, string name)
    {
        string text = Text(element, what, name);
        return Fp.TryParse(text, out Fp value) ? value : throw NotInField(text, what, "base", name);
    }

    private static JsonElement[] Array(JsonElement element, int length, string what, string name) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == length
            ? [.. element.EnumerateArray()]
            : throw new FileFormatException(name, $"{what} is not an array of {length}.");

    private static FileFormatException NotInField(string text, string what, string field, string name) =>
        new(name, $"{what}: {(text.Length > 100 ? text[..100] + "..." : text)} is not a decimal number below the {field} field's modulus.");
}
