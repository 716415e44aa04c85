using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace FlZk.Ethereum.Abi;

/// <summary>Encodes values in the contract ABI's standard and packed modes (Solidity documentation, "Contract
/// ABI Specification").</summary>
/// <remarks>
/// Accepted for integers: any integral CLR type and <see cref="BigInteger"/>; for <c>address</c>: <see cref="Address"/> or its text; for
/// <c>bytesN</c> and <c>bytes</c>: byte arrays, memory of bytes, <see cref="Hash32"/>; for arrays: any sequence; for structs:
/// <see cref="AbiValues"/>, a value tuple, a sequence in member order, or a dictionary by member name.
/// </remarks>
public static class AbiEncoder
{
    /// <summary>Encodes one value per parameter, as function arguments are encoded (<c>abi.encode</c>).</summary>
    /// <exception cref="AbiException">A wrong number of values, or a value that does not fit its type; the
    /// message names the parameter.</exception>
    public static byte[] Encode(IReadOnlyList<AbiParameter> parameters, IReadOnlyList<object> values)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteSequence(output, parameters, values, "arguments");
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Encodes <c>abi.encode</c> of values with the types written as text: <c>Encode("(uint256,address)", ...)</c>.</summary>
    /// <param name="types">The types in parentheses, names optional.</param>
    /// <param name="values">One value for each.</param>
    public static byte[] Encode(string types, params IReadOnlyList<object> values) => Encode(AbiType.Parse(types).Components, values);

    /// <summary>Encodes in packed mode (<c>abi.encodePacked</c>): elementary types in their own length, no offsets, no lengths.</summary>
    /// <remarks>Two dynamic values next to each other collide with others; never hash such a pair.</remarks>
    /// <exception cref="AbiException">A value does not fit, or a struct or nested array is asked for.</exception>
    public static byte[] EncodePacked(string types, params IReadOnlyList<object> values)
    {
        IReadOnlyList<AbiParameter> parameters = AbiType.Parse(types).Components;
        CheckCount(parameters.Count, values.Count, "arguments");
        var output = new ArrayBufferWriter<byte>();
        for (int i = 0; i < values.Count; i++) WritePacked(output, parameters[i].Type, values[i], $"argument {i}");
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Encodes one value in place, without an outer offset; for elementary types their padded word.</summary>
    internal static byte[] EncodeValue(AbiType type, object? value, string path)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, type, value, path);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The members of an array or struct value, in order.</summary>
    internal static IReadOnlyList<object> Members(AbiType type, object? value, string path)
    {
        IReadOnlyList<object> members = value switch
        {
            AbiValues values => values.Values,
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)],
            IReadOnlyDictionary<string, object> named when type.Kind == AbiKind.Tuple => ByName(type, named, path),
            IReadOnlyList<object> list => list,
            string or null => throw Mismatch(type, value, path),
            IEnumerable sequence => [.. sequence.Cast<object>()],
            _ => throw Mismatch(type, value, path),
        };
        if (type.Kind != AbiKind.DynamicArray) CheckCount(type.Size, members.Count, path);
        return members;
    }

    private static List<object> ByName(AbiType type, IReadOnlyDictionary<string, object> named, string path)
    {
        if (named.Count != type.Components.Count)
            throw new AbiException($"{path} has {named.Count} members where {type.Name} has {type.Components.Count}.");
        return [.. type.Components.Select(c => named.TryGetValue(c.Name, out object? member)
            ? member
            : throw new AbiException($"{path} lacks the member {c.Name}."))];
    }

    private static void CheckCount(int expected, int actual, string path)
    {
        if (expected != actual) throw new AbiException($"{path}: {actual} values where {expected} are expected.");
    }

    private static void WriteSequence(
        ArrayBufferWriter<byte> output, IReadOnlyList<AbiParameter> parameters, IReadOnlyList<object> values, string path)
    {
        CheckCount(parameters.Count, values.Count, path);
        long tail = parameters.Sum(static p => (long)p.Type.HeadLength);
        var tails = new ArrayBufferWriter<byte>();
        for (int i = 0; i < values.Count; i++)
        {
            string inner = parameters[i].Name.Length > 0 ? parameters[i].Name : $"{path}[{i}]";
            WriteHead(output, tails, tail, parameters[i].Type, values[i], inner);
        }

        output.Write(tails.WrittenSpan);
    }

    private static void WriteElements(ArrayBufferWriter<byte> output, AbiType element, IReadOnlyList<object> values, string path)
    {
        long tail = (long)values.Count * element.HeadLength;
        var tails = new ArrayBufferWriter<byte>();
        for (int i = 0; i < values.Count; i++) WriteHead(output, tails, tail, element, values[i], $"{path}[{i}]");
        output.Write(tails.WrittenSpan);
    }

    private static void WriteHead(
        ArrayBufferWriter<byte> heads, ArrayBufferWriter<byte> tails, long tailStart, AbiType type, object value, string path)
    {
        if (type.IsDynamic)
        {
            WriteWord(heads, tailStart + tails.WrittenCount);
            Write(tails, type, value, path);
        }
        else
        {
            Write(heads, type, value, path);
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, AbiType type, object? value, string path)
    {
        switch (type.Kind)
        {
            case AbiKind.Tuple:
                WriteSequence(output, type.Components, Members(type, value, path), path);
                break;
            case AbiKind.FixedArray:
                WriteElements(output, type.Element!, Members(type, value, path), path);
                break;
            case AbiKind.DynamicArray:
                IReadOnlyList<object> elements = Members(type, value, path);
                WriteWord(output, elements.Count);
                WriteElements(output, type.Element!, elements, path);
                break;
            case AbiKind.Bytes or AbiKind.Text:
                byte[] bytes = Elementary(type, value, path);
                WriteWord(output, bytes.Length);
                output.Write(bytes);
                output.Write(new byte[(32 - (bytes.Length % 32)) % 32]);
                break;
            default:
                WritePadded(output, type, Elementary(type, value, path));
                break;
        }
    }

    private static void WritePacked(ArrayBufferWriter<byte> output, AbiType type, object value, string path)
    {
        if (type.Element is not { } element)
        {
            if (type.Kind == AbiKind.Tuple) throw new AbiException($"{path}: packed mode has no structs.");
            output.Write(Elementary(type, value, path));
            return;
        }

        if (element.IsDynamic || element.Element is not null || element.Kind == AbiKind.Tuple)
            throw new AbiException($"{path}: packed mode has no arrays of {element.Name}.");
        foreach (object member in Members(type, value, path)) WritePadded(output, element, Elementary(element, member, path));
    }

    private static void WritePadded(ArrayBufferWriter<byte> output, AbiType type, byte[] bytes)
    {
        Span<byte> word = output.GetSpan(32)[..32];
        word.Fill(type.Kind == AbiKind.SignedInteger && bytes[0] >= 0x80 ? (byte)0xff : (byte)0);
        bytes.CopyTo(type.Kind == AbiKind.FixedBytes ? word : word[(32 - bytes.Length)..]);
        output.Advance(32);
    }

    private static void WriteWord(ArrayBufferWriter<byte> output, long value)
    {
        Span<byte> word = output.GetSpan(32)[..32];
        word.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(word[24..], value);
        output.Advance(32);
    }

    // The value in its own length, as packed mode has it.
    private static byte[] Elementary(AbiType type, object? value, string path) => type.Kind switch
    {
        AbiKind.UnsignedInteger or AbiKind.SignedInteger => Integer(type, value, path),
        AbiKind.Address => value switch
        {
            Address address => address.ToArray(),
            string text => Address.TryParse(text, out Address parsed) ? parsed.ToArray() : throw Mismatch(type, value, path),
            _ => throw Mismatch(type, value, path),
        },
        AbiKind.Boolean => value is bool flag ? [flag ? (byte)1 : (byte)0] : throw Mismatch(type, value, path),
        AbiKind.Text => value is string text ? Encoding.UTF8.GetBytes(text) : throw Mismatch(type, value, path),
        AbiKind.FixedBytes => ByteString(type, value, path) is var bytes && bytes.Length == type.Size
            ? bytes
            : throw new AbiException($"{path}: {bytes.Length} bytes do not make a {type.Name}."),
        _ => ByteString(type, value, path),
    };

    private static byte[] ByteString(AbiType type, object? value, string path) => value switch
    {
        byte[] array => array,
        ReadOnlyMemory<byte> memory => memory.ToArray(),
        Memory<byte> memory => memory.ToArray(),
        Hash32 hash => hash.ToArray(),
        _ => throw Mismatch(type, value, path),
    };

    private static byte[] Integer(AbiType type, object? value, string path)
    {
        BigInteger number = value switch
        {
            BigInteger big => big,
            sbyte or short or int or long => ((IConvertible)value).ToInt64(CultureInfo.InvariantCulture),
            byte or ushort or uint or ulong => ((IConvertible)value).ToUInt64(CultureInfo.InvariantCulture),
            UInt128 wide => wide,
            Int128 wide => wide,
            _ => throw Mismatch(type, value, path),
        };
        bool signed = type.Kind == AbiKind.SignedInteger;
        BigInteger bound = BigInteger.One << (signed ? type.Size - 1 : type.Size);
        if (number >= bound || number < (signed ? -bound : BigInteger.Zero))
            throw new AbiException($"{path}: {number} does not fit {type.Name}.");
        byte[] bytes = new byte[type.Size / 8];
        byte[] own = number.ToByteArray(isUnsigned: !signed, isBigEndian: true);
        if (signed && number.Sign < 0) bytes.AsSpan().Fill(0xff);
        own.CopyTo(bytes.AsSpan(bytes.Length - own.Length));
        return bytes;
    }

    private static AbiException Mismatch(AbiType type, object? value, string path) =>
        new($"{path}: a {value?.GetType().Name ?? "null"} cannot be a {type.Name}.");
}
