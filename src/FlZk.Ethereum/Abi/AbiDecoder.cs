using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FlZk.Ethereum.Abi;

/// <summary>Decodes values of the contract ABI from data that may come from anywhere.</summary>
/// <remarks>
/// Strict: integers, addresses, booleans and <c>bytesN</c> must be padded as the specification says. Every word is read at most once, which
/// bounds work and memory by the data's length (offsets that share a tail would let a short input describe exponentially many values).
/// </remarks>
public static class AbiDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes one value per parameter.</summary>
    /// <param name="parameters">Their types and names.</param>
    /// <param name="data">The encoding, without a selector. Bytes behind the last value are ignored, as contracts do.</param>
    /// <exception cref="AbiException">Truncated, badly padded or self-overlapping data.</exception>
    public static AbiValues Decode(IReadOnlyList<AbiParameter> parameters, ReadOnlySpan<byte> data)
    {
        int budget = data.Length;
        return ReadSequence(parameters, data, 0, ref budget);
    }

    /// <summary>Decodes with the types written as text in parentheses: <c>Decode("(uint256 x, address owner)", data)</c>.</summary>
    public static AbiValues Decode(string types, ReadOnlySpan<byte> data) => Decode(AbiType.Parse(types).Components, data);

    private static AbiValues ReadSequence(IReadOnlyList<AbiParameter> parameters, ReadOnlySpan<byte> frame, int start, ref int budget)
    {
        object[] values = new object[parameters.Count];
        int at = start;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadHead(parameters[i].Type, frame, at, ref budget);
            at += parameters[i].Type.HeadLength;
        }

        return new AbiValues(parameters, values);
    }

    // Offsets count from the start of the enclosing frame.
    private static object ReadHead(AbiType type, ReadOnlySpan<byte> frame, int at, ref int budget)
    {
        if (!type.IsDynamic) return Read(type, frame, at, ref budget);
        int offset = ReadLength(Word(frame, at, ref budget), "An offset");
        return offset <= frame.Length
            ? Read(type, frame[offset..], 0, ref budget)
            : throw new AbiException($"An offset of {offset} points behind the data's {frame.Length} bytes.");
    }

    private static object Read(AbiType type, ReadOnlySpan<byte> frame, int at, ref int budget)
    {
        switch (type.Kind)
        {
            case AbiKind.Tuple:
                return ReadSequence(type.Components, frame, at, ref budget);
            case AbiKind.FixedArray:
                return ReadElements(type.Element!, type.Size, frame, at, ref budget);
            case AbiKind.DynamicArray:
                int count = ReadLength(Word(frame, at, ref budget), "An array length");
                return ReadElements(type.Element!, count, frame[(at + 32)..], 0, ref budget);
            case AbiKind.Bytes or AbiKind.Text:
                int length = ReadLength(Word(frame, at, ref budget), "A length");
                ReadOnlySpan<byte> rest = frame[(at + 32)..];
                if (length > rest.Length) throw new AbiException($"A length of {length} where {rest.Length} bytes are left.");
                Spend(length, ref budget);
                return type.Kind == AbiKind.Bytes ? rest[..length].ToArray() : ReadText(rest[..length]);
            default:
                return ReadWord(type, Word(frame, at, ref budget));
        }
    }

    private static object[] ReadElements(AbiType element, int count, ReadOnlySpan<byte> frame, int start, ref int budget)
    {
        if ((long)count * element.HeadLength > budget) throw new AbiException($"{count} elements of {element.Name} do not fit the data.");
        object[] values = new object[count];
        for (int i = 0; i < count; i++) values[i] = ReadHead(element, frame, start + (i * element.HeadLength), ref budget);
        return values;
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> frame, int at, ref int budget)
    {
        if (at > frame.Length - 32) throw new AbiException($"The data ends after {frame.Length} bytes where a word is expected at {at}.");
        Spend(32, ref budget);
        return frame.Slice(at, 32);
    }

    private static void Spend(int bytes, ref int budget)
    {
        budget -= bytes;
        if (budget < 0) throw new AbiException("Offsets overlap: the values would take more bytes than the data has.");
    }

    private static int ReadLength(ReadOnlySpan<byte> word, string what)
    {
        if (word[..28].ContainsAnyExcept((byte)0) || word[28] >= 0x80) throw new AbiException($"{what} of more than 31 bits.");
        return BinaryPrimitives.ReadInt32BigEndian(word[28..]);
    }

    private static object ReadWord(AbiType type, ReadOnlySpan<byte> word)
    {
        int size = type.Kind switch
        {
            AbiKind.UnsignedInteger or AbiKind.SignedInteger => type.Size / 8,
            AbiKind.Address => Address.ByteLength,
            AbiKind.Boolean => 1,
            _ => type.Size,
        };
        bool leftAligned = type.Kind == AbiKind.FixedBytes;
        ReadOnlySpan<byte> value = leftAligned ? word[..size] : word[^size..];
        ReadOnlySpan<byte> padding = leftAligned ? word[size..] : word[..^size];
        byte pad = type.Kind == AbiKind.SignedInteger && value[0] >= 0x80 ? (byte)0xff : (byte)0;
        if (padding.ContainsAnyExcept(pad)) throw new AbiException($"{Hex.Encode(word)} is not a {type.Name}: it is badly padded.");
        return type.Kind switch
        {
            AbiKind.Address => new Address(value),
            AbiKind.Boolean => value[0] <= 1 ? value[0] == 1 : throw new AbiException($"{value[0]} is not a bool."),
            AbiKind.FixedBytes => value.ToArray(),
            _ => new BigInteger(value, isUnsigned: type.Kind == AbiKind.UnsignedInteger, isBigEndian: true),
        };
    }

    private static string ReadText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException cause)
        {
            throw new AbiException("A string is not UTF-8.", cause);
        }
    }
}
