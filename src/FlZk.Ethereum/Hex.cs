using System.Globalization;
using System.Numerics;

namespace FlZk.Ethereum;

/// <summary>The two hexadecimal forms of Ethereum's JSON-RPC: data (whole bytes) and quantities (no leading
/// zeros), both with <c>0x</c>.</summary>
public static class Hex
{
    /// <summary>Writes bytes as lower-case data, <c>0x</c> for none.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Writes a non-negative number as a quantity, <c>0x0</c> for zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static string EncodeQuantity(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        string digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Reads data; the prefix is optional, the digits may be of either case.</summary>
    /// <exception cref="FormatException">An odd number of digits, or a character that is not a digit.</exception>
    public static byte[] Decode(string text) =>
        TryDecode(text, out byte[] bytes) ? bytes : throw new FormatException($"Not hexadecimal data: {Shorten(text)}.");

    /// <summary>Reads data without throwing.</summary>
    /// <param name="text">Digits with or without <c>0x</c>; null is no data.</param>
    /// <param name="bytes">The bytes, empty on failure.</param>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is null) return false;
        ReadOnlySpan<char> digits = Digits(text);
        if (digits.Length % 2 != 0) return false;
        byte[] result = new byte[digits.Length / 2];
        if (Convert.FromHexString(digits, result, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        bytes = result;
        return true;
    }

    /// <summary>Reads a quantity of at most 256 bits; leading zeros are tolerated, since some nodes send them.</summary>
    /// <exception cref="FormatException">No prefix, no digits, more than 256 bits, or a character that is not a digit.</exception>
    public static BigInteger DecodeQuantity(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || text.Length is < 3 or > 66
            || text.AsSpan(2).ContainsAnyExcept(HexDigits))
            throw new FormatException($"Not a quantity: {Shorten(text)}.");
        return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>At most forty characters of a text from outside, for error messages.</summary>
    internal static string Shorten(string? text) =>
        text is null ? "null" : text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}...' ({text.Length} characters)";

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static ReadOnlySpan<char> Digits(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text.AsSpan();
}
