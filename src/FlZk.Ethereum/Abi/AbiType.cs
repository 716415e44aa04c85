using System.Globalization;

namespace FlZk.Ethereum.Abi;

/// <summary>A type of the Solidity contract ABI: what it is called in signatures and how many bytes its head takes.</summary>
public sealed class AbiType
{
    internal const int MaxDepth = 16;
    internal const int MaxFixedLength = 1 << 20;

    private AbiType(AbiKind kind, int size, AbiType? element, IReadOnlyList<AbiParameter> components)
    {
        Kind = kind;
        Size = size;
        Element = element;
        Components = components;
        Depth = 1 + Math.Max(element?.Depth ?? 0, components.Count == 0 ? 0 : components.Max(static c => c.Type.Depth));
        if (Depth > MaxDepth) throw new AbiException($"Types lie more than {MaxDepth} deep.");
        Name = kind switch
        {
            AbiKind.UnsignedInteger => $"uint{size}",
            AbiKind.SignedInteger => $"int{size}",
            AbiKind.Address => "address",
            AbiKind.Boolean => "bool",
            AbiKind.FixedBytes => $"bytes{size}",
            AbiKind.Bytes => "bytes",
            AbiKind.Text => "string",
            AbiKind.Tuple => $"({string.Join(',', components.Select(static c => c.Type.Name))})",
            AbiKind.FixedArray => $"{element!.Name}[{size}]",
            _ => $"{element!.Name}[]",
        };
        IsDynamic = kind switch
        {
            AbiKind.Bytes or AbiKind.Text or AbiKind.DynamicArray => true,
            AbiKind.FixedArray => element!.IsDynamic,
            AbiKind.Tuple => components.Any(static c => c.Type.IsDynamic),
            _ => false,
        };
        long head = IsDynamic ? 32 : kind switch
        {
            AbiKind.FixedArray => (long)size * element!.HeadLength,
            AbiKind.Tuple => components.Sum(static c => (long)c.Type.HeadLength),
            _ => 32,
        };
        HeadLength = head <= 32L * MaxFixedLength ? (int)head : throw new AbiException($"{Name} is too large.");
    }

    /// <summary>An <c>address</c>.</summary>
    public static AbiType Address { get; } = new(AbiKind.Address, 20, null, []);

    /// <summary>A <c>bool</c>.</summary>
    public static AbiType Boolean { get; } = new(AbiKind.Boolean, 8, null, []);

    /// <summary>Dynamic <c>bytes</c>.</summary>
    public static AbiType Bytes { get; } = new(AbiKind.Bytes, 0, null, []);

    /// <summary>A <c>string</c>.</summary>
    public static AbiType Text { get; } = new(AbiKind.Text, 0, null, []);

    /// <summary>A <c>uint256</c>.</summary>
    public static AbiType UInt256 { get; } = new(AbiKind.UnsignedInteger, 256, null, []);

    /// <summary>The family.</summary>
    public AbiKind Kind { get; }

    /// <summary>Bits of an integer, bytes of <c>bytesN</c>, elements of <c>T[N]</c>; otherwise without meaning.</summary>
    public int Size { get; }

    /// <summary>The element type of an array, else null.</summary>
    public AbiType? Element { get; }

    /// <summary>The members of a tuple, else empty.</summary>
    public IReadOnlyList<AbiParameter> Components { get; }

    /// <summary>The canonical name, as it goes into selectors: <c>uint256</c>, <c>(address,bytes32)[]</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the value lies behind an offset.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes the value takes in place: 32 for an offset, more for static structs and arrays.</summary>
    public int HeadLength { get; }

    private int Depth { get; }

    /// <summary>Reads a type: <c>uint256</c>, <c>bytes</c>, <c>(uint256 x, uint256 y)[2]</c>. Member names are optional.</summary>
    /// <exception cref="AbiException">Not a type; the message quotes it.</exception>
    public static AbiType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new AbiTypeParser(text);
        AbiType type = parser.ReadType();
        parser.ExpectEnd();
        return type;
    }

    /// <summary>A struct of the given members.</summary>
    public static AbiType Tuple(params IReadOnlyList<AbiParameter> components) => new(AbiKind.Tuple, components.Count, null, components);

    /// <summary><c>T[]</c>.</summary>
    /// <exception cref="AbiException">The element takes no bytes, or types lie too deep.</exception>
    public static AbiType ArrayOf(AbiType element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element.HeadLength == 0
            ? throw new AbiException($"An array of {element.Name} could claim any length.")
            : new AbiType(AbiKind.DynamicArray, 0, element, []);
    }

    /// <summary><c>T[N]</c>, N at least 1 as in Solidity.</summary>
    /// <exception cref="AbiException">N is out of range, or types lie too deep.</exception>
    public static AbiType ArrayOf(AbiType element, int length)
    {
        ArgumentNullException.ThrowIfNull(element);
        return length is >= 1 and <= MaxFixedLength
            ? new AbiType(AbiKind.FixedArray, length, element, [])
            : throw new AbiException($"An array of {length} elements.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Reads an elementary type's name.</summary>
    internal static AbiType Elementary(string name)
    {
        switch (name)
        {
            case "address" or "address payable": return Address;
            case "bool": return Boolean;
            case "string": return Text;
            case "bytes": return Bytes;
            case "uint": return UInt256;
            case "int": return new AbiType(AbiKind.SignedInteger, 256, null, []);
            case "function": return new AbiType(AbiKind.FixedBytes, 24, null, []);
        }

        if (Suffix(name, "uint") is { } unsigned && IsIntegerSize(unsigned))
            return new AbiType(AbiKind.UnsignedInteger, unsigned, null, []);
        if (Suffix(name, "int") is { } signed && IsIntegerSize(signed)) return new AbiType(AbiKind.SignedInteger, signed, null, []);
        if (Suffix(name, "bytes") is { } length and >= 1 and <= 32) return new AbiType(AbiKind.FixedBytes, length, null, []);
        throw new AbiException($"Unknown type {Hex.Shorten(name)}.");
    }

    private static bool IsIntegerSize(int bits) => bits is >= 8 and <= 256 && bits % 8 == 0;

    private static int? Suffix(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && name.Length is var length && length > prefix.Length && length <= prefix.Length + 3 && name[prefix.Length] != '0'
        && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
