using System.Text.Json;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Groth16;

/// <summary>A circuit's inputs as circom and snarkjs take them: an object of signals, each an integer (as a number, or as a string, in
/// decimal or 0x hexadecimal, negative ones too) or an array of them, nested arrays for several dimensions.</summary>
internal static class InputFile
{
    /// <summary>Reads a file of inputs.</summary>
    /// <exception cref="FileFormatException">Not such a file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CircuitInputs Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FileFormatException(path, "an object of input signals was expected.");
            var inputs = new CircuitInputs();
            foreach (JsonProperty signal in document.RootElement.EnumerateObject())
            {
                var values = new List<Fr>();
                Append(signal.Value, signal.Name, path, values);
                inputs.Add(signal.Name, values.ToArray());
            }

            return inputs;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FileFormatException(path, $"not a file of inputs: {cause.Message}", inner: cause);
        }
    }

    private static void Append(JsonElement element, string signal, string path, List<Fr> values)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (JsonElement inner in element.EnumerateArray()) Append(inner, signal, path, values);
                break;
            case JsonValueKind.String:
                values.Add(Parse(element.GetString()!, signal, path));
                break;
            case JsonValueKind.Number:
                values.Add(Parse(element.GetRawText(), signal, path));
                break;
            case JsonValueKind.True:
                values.Add(Fr.One);
                break;
            case JsonValueKind.False:
                values.Add(Fr.Zero);
                break;
            default:
                throw new FileFormatException(path, $"signal {signal}: {element.ValueKind} is no value of a signal.");
        }
    }

    // Longer than any element in decimal, hexadecimal or binary: refused before it is parsed.
    private static Fr Parse(string text, string signal, string path)
    {
        const int longest = 80;
        bool isNegative = text.StartsWith('-');
        string magnitude = isNegative ? text[1..] : text;
        if (magnitude.Length <= longest && TryParse(magnitude, out Fr value)) return isNegative ? -value : value;
        string shown = text.Length > longest ? text[..longest] + "..." : text;
        throw new FileFormatException(path, $"signal {signal}: {shown} is no integer below the scalar field's modulus.");
    }

    private static bool TryParse(string magnitude, out Fr value)
    {
        if (!magnitude.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return Fr.TryParse(magnitude, out value);
        value = default;
        string digits = magnitude[2..].PadLeft(64, '0');
        if (digits.Length != 64) return false;
        Span<byte> bytes = stackalloc byte[32];
        return Convert.FromHexString(digits, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == 32
            && Fr.TryReadBigEndian(bytes, out value);
    }
}
