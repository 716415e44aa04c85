using System.Collections;
using System.Globalization;
using System.Numerics;

namespace FlZk.Ethereum.Abi;

/// <summary>Decoded values in order, reachable by position and by name, with getters that say what type is expected.</summary>
/// <remarks>The getters throw <see cref="AbiException"/> when no member has the name, or when it is of another type or too large.</remarks>
public sealed class AbiValues : IReadOnlyList<object>
{
    /// <summary>Pairs values with their parameters.</summary>
    /// <exception cref="AbiException">Their numbers differ.</exception>
    public AbiValues(IReadOnlyList<AbiParameter> parameters, IReadOnlyList<object> values)
    {
        if (parameters.Count != values.Count) throw new AbiException($"{values.Count} values for {parameters.Count} parameters.");
        Parameters = parameters;
        Values = values;
    }

    /// <summary>No values.</summary>
    public static AbiValues Empty { get; } = new([], []);

    /// <summary>Names and types, in order.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>The values, in order.</summary>
    public IReadOnlyList<object> Values { get; }

    /// <inheritdoc/>
    public int Count => Values.Count;

    /// <inheritdoc/>
    public object this[int index] => Values[index];

    /// <summary>The value of that name.</summary>
    /// <exception cref="AbiException">There is none.</exception>
    public object this[string name]
    {
        get
        {
            for (int i = 0; i < Parameters.Count; i++)
            {
                if (Parameters[i].Name == name) return Values[i];
            }

            throw new AbiException(
                $"There is no value named '{name}', only {string.Join(", ", Parameters.Select(static p => $"'{p.Name}'"))}.");
        }
    }

    /// <summary>An integer of any size and sign.</summary>
    public BigInteger Integer(string name) => Get<BigInteger>(name);

    /// <summary>An integer that fits 64 bits without sign.</summary>
    public ulong UInt64(string name) => Narrow(name, ulong.MinValue, ulong.MaxValue, static v => (ulong)v);

    /// <summary>An integer that fits 64 bits with sign.</summary>
    public long Int64(string name) => Narrow(name, long.MinValue, long.MaxValue, static v => (long)v);

    /// <summary>An integer that fits 32 bits with sign.</summary>
    public int Int32(string name) => Narrow(name, int.MinValue, int.MaxValue, static v => (int)v);

    /// <summary>An address.</summary>
    public Address Address(string name) => Get<Address>(name);

    /// <summary>A boolean.</summary>
    public bool Boolean(string name) => Get<bool>(name);

    /// <summary>A text.</summary>
    public string Text(string name) => Get<string>(name);

    /// <summary><c>bytes</c> or <c>bytesN</c>.</summary>
    public byte[] Bytes(string name) => Get<byte[]>(name);

    /// <summary>A <c>bytes32</c>; also the topic of an indexed field of a dynamic type.</summary>
    public Hash32 Hash(string name) => this[name] switch
    {
        Hash32 hash => hash,
        byte[] { Length: Hash32.ByteLength } bytes => new Hash32(bytes),
        object other => throw Mismatch(name, other, "32 bytes"),
    };

    /// <summary>A struct.</summary>
    public AbiValues Tuple(string name) => Get<AbiValues>(name);

    /// <summary>An array.</summary>
    public IReadOnlyList<object> List(string name) => Get<object[]>(name);

    /// <summary>An array whose elements are all <typeparamref name="T"/>: <c>BigInteger</c>, <c>Address</c>, <c>bool</c>, <c>byte[]</c>,
    /// <c>string</c>, <c>AbiValues</c>.</summary>
    public IReadOnlyList<T> List<T>(string name) =>
        [.. List(name).Select(v => v is T typed ? typed : throw Mismatch(name, v, typeof(T).Name))];

    /// <inheritdoc/>
    public IEnumerator<object> GetEnumerator() => Values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All values, as <c>name: value</c>, long bytes and lists shortened.</summary>
    public override string ToString() => string.Join(", ", Parameters.Zip(
        Values, static (p, v) => p.Name.Length > 0 ? $"{p.Name}: {Describe(v)}" : Describe(v)));

    private static string Describe(object value) => value switch
    {
        byte[] bytes => bytes.Length <= 64 ? Hex.Encode(bytes) : $"{Hex.Encode(bytes.AsSpan(0, 64))}... ({bytes.Length} bytes)",
        string text => text.Length <= 200 ? $"\"{text}\"" : $"\"{text[..200]}...\"",
        AbiValues values => $"({values})",
        object[] list =>
            $"[{string.Join(", ", list.Take(16).Select(Describe))}{(list.Length > 16 ? $", ... {list.Length} in all" : string.Empty)}]",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private T Narrow<T>(string name, BigInteger least, BigInteger greatest, Func<BigInteger, T> convert)
    {
        BigInteger value = Integer(name);
        return value >= least && value <= greatest
            ? convert(value)
            : throw new AbiException($"'{name}' is {value}, which is outside [{least}, {greatest}].");
    }

    private T Get<T>(string name) => this[name] is T typed ? typed : throw Mismatch(name, this[name], typeof(T).Name);

    private static AbiException Mismatch(string name, object value, string wanted) =>
        new($"'{name}' is a {value.GetType().Name}, not {wanted}.");
}
