namespace FlZk.Statements;

/// <summary>Bytes as 0x-prefixed hexadecimal text, the form Ethereum tools use.</summary>
internal static class Hexadecimal
{
    /// <summary>0x and lower-case digits.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads text of exactly the destination's length.</summary>
    public static bool TryRead(string? text, Span<byte> destination) =>
        text is not null
        && text.Length == 2 + (2 * destination.Length)
        && text.StartsWith("0x", StringComparison.Ordinal)
        && Convert.FromHexString(text.AsSpan(2), destination, out _, out int written) == System.Buffers.OperationStatus.Done
        && written == destination.Length;

    /// <summary>Reads text of any even length.</summary>
    public static byte[]? TryRead(string? text)
    {
        if (text is null || text.Length < 2 || text.Length % 2 != 0) return null;
        var bytes = new byte[(text.Length - 2) / 2];
        return TryRead(text, bytes) ? bytes : null;
    }
}
