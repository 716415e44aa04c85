using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FlZk.Ethereum;

/// <summary>A twenty-byte account or contract address, printed with the mixed-case checksum of EIP-55.</summary>
public readonly struct Address : IEquatable<Address>
{
    /// <summary>The length in bytes.</summary>
    public const int ByteLength = 20;

    private readonly Storage _bytes;

    /// <summary>Takes exactly 20 bytes.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength)
            throw new ArgumentException($"An address has {ByteLength} bytes, not {bytes.Length}.", nameof(bytes));
        bytes.CopyTo(_bytes);
    }

    /// <summary>The zero address, which no key controls.</summary>
    public static Address Zero => default;

    /// <summary>Whether this is the zero address.</summary>
    public bool IsZero => this == default;

    /// <summary>Compares all bytes.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Compares all bytes.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Reads an address. All lower or all upper case carries no checksum and is accepted; mixed case
    /// must be the EIP-55 checksum.</summary>
    /// <exception cref="FormatException">Not forty hexadecimal digits, or a wrong checksum: a mistyped address.</exception>
    public static Address Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TryParse(text, out Address address)) return address;
        throw new FormatException(text.Length is 40 or 42 && Hex.TryDecode(text, out byte[] bytes) && bytes.Length == ByteLength
            ? $"{text} has a wrong EIP-55 checksum: at least one character is mistyped."
            : $"Not an address: {Hex.Shorten(text)}.");
    }

    /// <summary>Reads an address without throwing; see <see cref="Parse"/>.</summary>
    public static bool TryParse(string? text, out Address address)
    {
        address = default;
        if (text is null || text.Length > 42 || !Hex.TryDecode(text, out byte[] bytes) || bytes.Length != ByteLength) return false;
        var read = new Address(bytes);
        string digits = text[^40..];
        bool hasChecksum = digits.Any(char.IsAsciiLetterLower) && digits.Any(char.IsAsciiLetterUpper);
        if (hasChecksum && !string.Equals(read.ToString()[2..], digits, StringComparison.Ordinal)) return false;
        address = read;
        return true;
    }

    /// <summary>The address of the contract that <paramref name="creator"/>'s transaction number
    /// <paramref name="nonce"/> creates.</summary>
    public static Address OfCreated(Address creator, ulong nonce)
    {
        byte[] encoded = Rlp.RlpItem.List(Rlp.RlpItem.Bytes(creator.ToArray()), Rlp.RlpItem.Integer(nonce)).Encode();
        return new Address(Keccak256.Hash(encoded).ToArray().AsSpan(12));
    }

    /// <summary>The bytes, as a copy.</summary>
    public byte[] ToArray() => ((ReadOnlySpan<byte>)_bytes).ToArray();

    /// <summary>Writes the 20 bytes to <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => ((ReadOnlySpan<byte>)_bytes).CopyTo(destination);

    /// <inheritdoc/>
    public bool Equals(Address other) => ((ReadOnlySpan<byte>)_bytes).SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_bytes);

    /// <summary>The EIP-55 form: a letter is upper case where the digest of the lower-case digits has a nibble of eight or more.</summary>
    public override string ToString()
    {
        string digits = Convert.ToHexStringLower(_bytes);
        string digest = Keccak256.Hash(digits).ToString();
        return "0x" + string.Create(40, (digits, digest), static (mixed, pair) =>
        {
            for (int i = 0; i < mixed.Length; i++)
                mixed[i] = pair.digest[i + 2] >= '8' ? char.ToUpperInvariant(pair.digits[i]) : pair.digits[i];
        });
    }

    [InlineArray(ByteLength)]
    private struct Storage
    {
        private byte _first;
    }
}
