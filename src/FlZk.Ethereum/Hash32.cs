using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FlZk.Ethereum;

/// <summary>Thirty-two bytes: a Keccak-256 digest, a transaction or block hash, an event topic, a <c>bytes32</c>.</summary>
[SuppressMessage("Design", "CA1051", Justification = "An inline array's element is its storage.")]
public readonly struct Hash32 : IEquatable<Hash32>
{
    /// <summary>The length in bytes.</summary>
    public const int ByteLength = 32;

    private readonly Storage _bytes;

    /// <summary>Takes exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Hash32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength) throw new ArgumentException($"A hash has {ByteLength} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>All zeros.</summary>
    public static Hash32 Zero => default;

    /// <summary>Compares all bytes.</summary>
    public static bool operator ==(Hash32 left, Hash32 right) => left.Equals(right);

    /// <summary>Compares all bytes.</summary>
    public static bool operator !=(Hash32 left, Hash32 right) => !left.Equals(right);

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">Not 32 bytes of hexadecimal.</exception>
    public static Hash32 Parse(string text) =>
        TryParse(text, out Hash32 hash) ? hash : throw new FormatException($"Not a 32-byte hash: {Hex.Shorten(text)}.");

    /// <summary>Reads 64 hexadecimal digits without throwing.</summary>
    public static bool TryParse(string? text, out Hash32 hash)
    {
        hash = default;
        if (text is null || text.Length > 66 || !Hex.TryDecode(text, out byte[] bytes) || bytes.Length != ByteLength) return false;
        hash = new Hash32(bytes);
        return true;
    }

    /// <summary>The bytes, as a copy.</summary>
    public byte[] ToArray() => ((ReadOnlySpan<byte>)_bytes).ToArray();

    /// <summary>Writes the 32 bytes to <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    /// <inheritdoc/>
    public bool Equals(Hash32 other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Hash32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    /// <summary>Lower-case hexadecimal with <c>0x</c>.</summary>
    public override string ToString() => Hex.Encode(_bytes);

    [InlineArray(ByteLength)]
    private struct Storage
    {
        private byte _first;
    }
}
