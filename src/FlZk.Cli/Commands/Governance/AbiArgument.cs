using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Cli.Commands.Governance;

/// <summary>A call's arguments as a person writes them in JSON.</summary>
internal static class AbiArgument
{
    /// <summary>Reads a value of an ABI type: numbers as numbers or decimal strings, addresses and bytes as hexadecimal, arrays and structs
    /// as arrays.</summary>
    /// <returns>The value, or null when it is not one of the type.</returns>
    public static object? Read(AbiType type, JsonElement json)
    {
        string text = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Number => json.GetRawText(),
            _ => string.Empty,
        };
        switch (type.Kind)
        {
            case AbiKind.UnsignedInteger or AbiKind.SignedInteger:
                return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
                    ? number
                    : null;
            case AbiKind.Address:
                return Address.TryParse(text, out Address address) ? address : null;
            case AbiKind.Boolean:
                return json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null;
            case AbiKind.Bytes:
                return text == "0x" ? Array.Empty<byte>() : Hex.TryDecode(text, out byte[] bytes) ? bytes : null;
            case AbiKind.FixedBytes:
                return Hex.TryDecode(text, out byte[] word) && word.Length == type.Size ? word : null;
            case AbiKind.Text:
                return json.ValueKind == JsonValueKind.String ? text : null;
            case AbiKind.DynamicArray or AbiKind.FixedArray:
                return Members(json, _ => type.Element!);
            case AbiKind.Tuple:
                return json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == type.Components.Count
                    ? Members(json, i => type.Components[i].Type)
                    : null;
            default:
                return null;
        }
    }

    private static object[]? Members(JsonElement json, Func<int, AbiType> typeOf)
    {
        if (json.ValueKind != JsonValueKind.Array) return null;
        object?[] members = [.. json.EnumerateArray().Select((member, i) => Read(typeOf(i), member))];
        return members.Contains(null) ? null : [.. members.OfType<object>()];
    }
}
