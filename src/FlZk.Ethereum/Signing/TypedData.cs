using System.Text;
using FlZk.Ethereum.Abi;

namespace FlZk.Ethereum.Signing;

/// <summary>Structured data as people and contracts sign it (EIP-712).</summary>
/// <remarks>
/// Structs are declared as in the EIP: <c>Mail(Person from,Person to,string contents)</c>. A struct's value is a dictionary by member name,
/// a sequence in member order, or a value tuple; atoms are as <see cref="AbiEncoder"/> takes them.
/// </remarks>
public sealed class TypedData
{
    private const int MaxDepth = 16;

    private readonly Dictionary<string, IReadOnlyList<(string Type, string Name)>> _structs = [];

    /// <summary>Describes data.</summary>
    /// <param name="domain">What the signature is bound to.</param>
    /// <param name="primaryType">The name of the struct that is signed.</param>
    /// <param name="structs">The declarations of all structs.</param>
    /// <param name="message">The value of the primary struct.</param>
    /// <exception cref="AbiException">A malformed or missing declaration.</exception>
    public TypedData(TypedDataDomain domain, string primaryType, IReadOnlyList<string> structs, object message)
    {
        Domain = domain;
        PrimaryType = primaryType;
        Message = message;
        foreach (string declaration in structs) Declare(declaration);
        if (!_structs.ContainsKey(primaryType)) throw new AbiException($"The struct {primaryType} is not declared.");
    }

    /// <summary>What the signature is bound to.</summary>
    public TypedDataDomain Domain { get; }

    /// <summary>The name of the struct that is signed.</summary>
    public string PrimaryType { get; }

    /// <summary>The value that is signed.</summary>
    public object Message { get; }

    /// <summary>The digest that is signed: keccak256(0x19 | 0x01 | domainSeparator | hashStruct(message)).</summary>
    /// <exception cref="AbiException">The message does not fit its struct.</exception>
    public Hash32 Hash() =>
        Keccak256.Hash([0x19, 0x01, .. DomainSeparator().ToArray(), .. HashStruct(PrimaryType, Message, PrimaryType, 0).ToArray()]);

    /// <summary>The digest of the domain.</summary>
    public Hash32 DomainSeparator()
    {
        List<(string Type, object? Value)> members =
        [
            ("string name", Domain.Name), ("string version", Domain.Version), ("uint256 chainId", Domain.ChainId),
            ("address verifyingContract", Domain.VerifyingContract), ("bytes32 salt", Domain.Salt),
        ];
        members.RemoveAll(static m => m.Value is null);
        List<byte> encoded = [.. Keccak256.Hash($"EIP712Domain({string.Join(',', members.Select(static m => m.Type))})").ToArray()];
        foreach ((string type, object? value) in members)
        {
            string[] words = type.Split(' ');
            encoded.AddRange(EncodeMember(words[0], value!, words[1], 0));
        }

        return Keccak256.Hash([.. encoded]);
    }

    /// <summary>The type's own text, referenced structs sorted behind it.</summary>
    /// <exception cref="AbiException">A referenced struct is not declared.</exception>
    public string EncodeType(string name)
    {
        var referenced = new SortedSet<string>(StringComparer.Ordinal);
        Collect(name, referenced);
        referenced.Remove(name);
        return string.Concat(new[] { name }.Concat(referenced).Select(Declaration));
    }

    private static string ElementOf(string type) => type[..type.LastIndexOf('[')];

    private string Declaration(string name) => $"{name}({string.Join(',', _structs[name].Select(static m => $"{m.Type} {m.Name}"))})";

    private void Declare(string declaration)
    {
        int open = declaration.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !declaration.EndsWith(')')) throw new AbiException($"Not a struct: {Hex.Shorten(declaration)}.");
        string[] members = declaration[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var read = new List<(string, string)>();
        foreach (string member in members)
        {
            string[] words = member.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2) throw new AbiException($"Not a member of a struct: {Hex.Shorten(member)}.");
            read.Add((words[0], words[1]));
        }

        if (!_structs.TryAdd(declaration[..open].Trim(), read))
            throw new AbiException($"The struct {declaration[..open]} is declared twice.");
    }

    private void Collect(string type, SortedSet<string> into)
    {
        string name = type.Split('[')[0];
        if (!_structs.TryGetValue(name, out IReadOnlyList<(string Type, string Name)>? members) || !into.Add(name)) return;
        foreach ((string member, _) in members) Collect(member, into);
    }

    private Hash32 HashStruct(string name, object value, string path, int depth)
    {
        if (depth > MaxDepth) throw new AbiException($"Structs lie more than {MaxDepth} deep.");
        IReadOnlyList<(string Type, string Name)> members = _structs[name];
        var shape = AbiType.Tuple([.. members.Select(static m => new AbiParameter(m.Name, AbiType.Boolean))]);
        IReadOnlyList<object> values = AbiEncoder.Members(shape, value, path);
        List<byte> encoded = [.. Keccak256.Hash(Encoding.UTF8.GetBytes(EncodeType(name))).ToArray()];
        for (int i = 0; i < members.Count; i++)
            encoded.AddRange(EncodeMember(members[i].Type, values[i], $"{path}.{members[i].Name}", depth + 1));
        return Keccak256.Hash([.. encoded]);
    }

    private byte[] EncodeMember(string type, object value, string path, int depth)
    {
        if (depth > MaxDepth) throw new AbiException($"Structs lie more than {MaxDepth} deep.");
        if (type.EndsWith(']'))
        {
            string element = ElementOf(type);
            string length = type[(element.Length + 1)..^1];
            var shape = length.Length == 0 ? AbiType.ArrayOf(AbiType.Boolean) : AbiType.Parse($"bool[{length}]");
            return Keccak256.Hash(
                [.. AbiEncoder.Members(shape, value, path).SelectMany(v => EncodeMember(element, v, path, depth + 1))]).ToArray();
        }

        if (_structs.ContainsKey(type)) return HashStruct(type, value, path, depth).ToArray();
        var atom = AbiType.Parse(type);
        byte[] encoded = AbiEncoder.EncodeValue(atom, value, path);
        if (atom.Kind == AbiKind.Text) return Keccak256.Hash((string)value).ToArray();
        if (atom.Kind != AbiKind.Bytes) return encoded;
        int count = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(encoded.AsSpan(28));
        return Keccak256.Hash(encoded.AsSpan(32, count)).ToArray();
    }
}
