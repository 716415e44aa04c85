using System.Buffers.Binary;
using System.Numerics;

namespace FlZk.Ethereum.Rlp;

/// <summary>A string of bytes or a list of items, in Ethereum's recursive length prefix encoding (yellow paper, appendix B).</summary>
/// <remarks>Decoding accepts the canonical encoding only (shortest lengths, a byte below 0x80 as itself) and nothing behind it.</remarks>
public sealed class RlpItem
{
    /// <summary>How deep lists may lie in lists; real transactions need four.</summary>
    public const int MaxDepth = 32;

    private readonly byte[]? _bytes;
    private readonly RlpItem[]? _items;

    // Lengths are known once, here: computed on demand they would be computed twice per level, exponentially in the depth.
    private readonly int _payloadLength;
    private readonly int _encodedLength;

    private RlpItem(byte[]? bytes, RlpItem[]? items)
    {
        _bytes = bytes;
        _items = items;
        _payloadLength = items?.Sum(static item => item._encodedLength) ?? bytes!.Length;
        _encodedLength = bytes is [< 0x80] ? 1 : checked(PrefixLength(_payloadLength) + _payloadLength);
    }

    /// <summary>Whether this is a list.</summary>
    public bool IsList => _items is not null;

    /// <summary>The list's items.</summary>
    /// <exception cref="RlpException">This is a string of bytes.</exception>
    public IReadOnlyList<RlpItem> Items => _items ?? throw new RlpException("A list was expected, a byte string was found.");

    /// <summary>A byte string.</summary>
    public static RlpItem Bytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), null);

    /// <summary>A non-negative integer: big-endian without leading zeros, zero as the empty string.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static RlpItem Integer(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return new(value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true), null);
    }

    /// <summary>A list.</summary>
    public static RlpItem List(params ReadOnlySpan<RlpItem> items) => new(null, items.ToArray());

    /// <summary>Reads one item that fills <paramref name="encoded"/> exactly.</summary>
    /// <exception cref="RlpException">Truncated, not canonical, too deep, or followed by more.</exception>
    public static RlpItem Decode(ReadOnlySpan<byte> encoded)
    {
        RlpItem item = Read(ref encoded, 0);
        return encoded.IsEmpty ? item : throw new RlpException($"{encoded.Length} bytes follow the item.");
    }

    /// <summary>The byte string's content, as a copy.</summary>
    /// <exception cref="RlpException">This is a list.</exception>
    public byte[] ToArray() => [.. Content];

    /// <summary>The byte string as an unsigned integer of at most 256 bits.</summary>
    /// <exception cref="RlpException">A list, a leading zero, or more than 32 bytes.</exception>
    public BigInteger ToInteger()
    {
        if (Content.Length > 32) throw new RlpException($"An integer of {Content.Length} bytes; at most 32 are allowed.");
        if (Content is [0, ..]) throw new RlpException("An integer with a leading zero.");
        return new BigInteger(Content, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The encoding.</summary>
    public byte[] Encode()
    {
        byte[] encoded = new byte[_encodedLength];
        Span<byte> rest = encoded;
        Write(ref rest);
        return encoded;
    }

    private byte[] Content => _bytes ?? throw new RlpException("A byte string was expected, a list was found.");

    private static int PrefixLength(int payload) => payload <= 55 ? 1 : 1 + BytesOf(payload);

    private static int BytesOf(int length) => (32 - BitOperations.LeadingZeroCount((uint)length) + 7) / 8;

    private void Write(ref Span<byte> rest)
    {
        if (_bytes is [< 0x80])
        {
            rest[0] = _bytes[0];
            rest = rest[1..];
            return;
        }

        int payload = _payloadLength;
        byte basis = IsList ? (byte)0xc0 : (byte)0x80;
        if (payload <= 55)
        {
            rest[0] = (byte)(basis + payload);
        }
        else
        {
            int bytes = BytesOf(payload);
            rest[0] = (byte)(basis + 55 + bytes);
            for (int i = 0; i < bytes; i++) rest[1 + i] = (byte)(payload >> (8 * (bytes - 1 - i)));
        }

        rest = rest[PrefixLength(payload)..];
        if (_items is null)
        {
            _bytes!.CopyTo(rest);
            rest = rest[payload..];
            return;
        }

        foreach (RlpItem item in _items) item.Write(ref rest);
    }

    private static RlpItem Read(ref ReadOnlySpan<byte> rest, int depth)
    {
        if (depth > MaxDepth) throw new RlpException($"Lists lie more than {MaxDepth} deep.");
        if (rest.IsEmpty) throw new RlpException("The encoding ends where an item should begin.");
        byte prefix = rest[0];
        if (prefix < 0x80)
        {
            rest = rest[1..];
            return Bytes([prefix]);
        }

        bool isList = prefix >= 0xc0;
        int code = prefix - (isList ? 0xc0 : 0x80);
        rest = rest[1..];
        int length = code <= 55 ? code : ReadLength(ref rest, code - 55);
        if (length > rest.Length) throw new RlpException($"An item claims {length} bytes where {rest.Length} are left.");
        ReadOnlySpan<byte> payload = rest[..length];
        rest = rest[length..];
        if (!isList)
        {
            if (payload is [< 0x80]) throw new RlpException("A byte below 0x80 is its own encoding and takes no prefix.");
            return Bytes(payload);
        }

        var items = new List<RlpItem>();
        while (!payload.IsEmpty) items.Add(Read(ref payload, depth + 1));
        return new RlpItem(null, [.. items]);
    }

    private static int ReadLength(ref ReadOnlySpan<byte> rest, int bytes)
    {
        if (bytes > rest.Length) throw new RlpException("The encoding ends inside a length.");
        if (rest[0] == 0) throw new RlpException("A length with a leading zero.");
        if (bytes > 4) throw new RlpException("A length of more than four bytes.");
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        rest[..bytes].CopyTo(wide[(8 - bytes)..]);
        rest = rest[bytes..];
        long length = BinaryPrimitives.ReadInt64BigEndian(wide);
        if (length <= 55) throw new RlpException("A length of at most 55 belongs into the prefix.");
        return length <= int.MaxValue ? (int)length : throw new RlpException("An item of more than two gigabytes.");
    }
}
