using System.Buffers.Binary;

namespace FlZk.Ethereum.Abi;

/// <summary>An event of a contract: its topics and the decoding of its logs.</summary>
public sealed class AbiEvent
{
    private const int MaxTopics = 4;

    /// <summary>Describes an event.</summary>
    /// <exception cref="AbiException">More indexed fields than a log has topics.</exception>
    public AbiEvent(string name, IReadOnlyList<AbiParameter> inputs, bool isAnonymous = false)
    {
        Name = name;
        Inputs = inputs;
        IsAnonymous = isAnonymous;
        Signature = name + AbiType.Tuple(inputs).Name;
        Topic = Keccak256.Hash(Signature);
        if (inputs.Count(static i => i.IsIndexed) > MaxTopics - (isAnonymous ? 0 : 1))
            throw new AbiException($"{name} has too many indexed fields.");
    }

    /// <summary>The name without fields.</summary>
    public string Name { get; }

    /// <summary>The fields.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>Whether logs carry no topic that names the event.</summary>
    public bool IsAnonymous { get; }

    /// <summary>The canonical signature.</summary>
    public string Signature { get; }

    /// <summary>The first topic of the event's logs: the signature's Keccak-256.</summary>
    public Hash32 Topic { get; }

    /// <summary>Reads <c>event Transfer(address indexed from, address indexed to, uint256 value)</c>.</summary>
    /// <exception cref="AbiException">Not an event's declaration.</exception>
    public static AbiEvent Parse(string declaration)
    {
        var parser = new AbiTypeParser(declaration);
        string name = parser.ReadWord();
        if (name == "event") name = parser.ReadWord();
        parser.Expect('(');
        List<AbiParameter> inputs = parser.ReadParametersToClose();
        string word = parser.ReadWord();
        if (name.Length == 0 || word is not ("" or "anonymous")) throw new AbiException($"Not an event: {Hex.Shorten(declaration)}.");
        parser.ExpectEnd();
        return new AbiEvent(name, inputs, word == "anonymous");
    }

    /// <summary>Whether a log with these topics can be this event's.</summary>
    public bool Matches(IReadOnlyList<Hash32> topics) =>
        !IsAnonymous && topics.Count == 1 + Inputs.Count(static i => i.IsIndexed) && topics[0] == Topic;

    /// <summary>The fields of a log, in the order of the declaration.</summary>
    /// <remarks>An indexed field of a dynamic type (string, bytes, array, struct) is only there as its
    /// digest, a <see cref="Hash32"/>.</remarks>
    /// <exception cref="AbiException">Another event's log, or malformed data.</exception>
    public AbiValues Decode(IReadOnlyList<Hash32> topics, ReadOnlySpan<byte> data)
    {
        int own = IsAnonymous ? 0 : 1;
        if (topics.Count != own + Inputs.Count(static i => i.IsIndexed) || (!IsAnonymous && topics[0] != Topic))
            throw new AbiException($"The log is not one of {Signature}.");
        AbiValues rest = AbiDecoder.Decode([.. Inputs.Where(static i => !i.IsIndexed)], data);
        object[] values = new object[Inputs.Count];
        int topic = own;
        int plain = 0;
        for (int i = 0; i < values.Length; i++)
            values[i] = Inputs[i].IsIndexed ? DecodeTopic(Inputs[i], topics[topic++]) : rest[plain++];
        return new AbiValues(Inputs, values);
    }

    /// <summary>The topics that select logs by values of indexed fields, for a log filter.</summary>
    /// <param name="values">Field name and wanted value; fields left out match anything.</param>
    /// <returns>One entry per topic; null matches anything.</returns>
    /// <exception cref="AbiException">No indexed field of that name, or a value that does not fit.</exception>
    public IReadOnlyList<Hash32?> EncodeTopics(IReadOnlyDictionary<string, object>? values = null)
    {
        foreach (string name in values?.Keys ?? [])
        {
            if (!Inputs.Any(i => i.IsIndexed && i.Name == name)) throw new AbiException($"{Name} has no indexed field '{name}'.");
        }

        List<Hash32?> topics = IsAnonymous ? [] : [Topic];
        foreach (AbiParameter input in Inputs.Where(static i => i.IsIndexed))
        {
            topics.Add(
                values is not null && values.TryGetValue(input.Name, out object? value) ? TopicOf(input.Type, value, input.Name) : null);
        }
        while (topics is [.., null]) topics.RemoveAt(topics.Count - 1);
        return topics;
    }

    /// <inheritdoc/>
    public override string ToString() => Signature;

    private static object DecodeTopic(AbiParameter field, Hash32 topic) => IsElementary(field.Type)
        ? AbiDecoder.Decode([field], topic.ToArray())[0]
        : topic;

    private static bool IsElementary(AbiType type) =>
        type.Kind is not (AbiKind.Bytes or AbiKind.Text or AbiKind.Tuple or AbiKind.FixedArray or AbiKind.DynamicArray);

    private static Hash32 TopicOf(AbiType type, object value, string path) => IsElementary(type)
        ? new Hash32(AbiEncoder.EncodeValue(type, value, path))
        : Keccak256.Hash(InPlace(type, value, path, outermost: true));

    // Dynamic indexed fields are hashed without lengths and offsets; inside arrays and structs every part is padded to whole words.
    private static byte[] InPlace(AbiType type, object? value, string path, bool outermost)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes or AbiKind.Text:
                byte[] encoded = AbiEncoder.EncodeValue(type, value, path);
                int length = BinaryPrimitives.ReadInt32BigEndian(encoded.AsSpan(28));
                return outermost ? encoded[32..(32 + length)] : encoded[32..];
            case AbiKind.Tuple:
                return [.. AbiEncoder.Members(type, value, path).SelectMany(
                    (v, i) => InPlace(type.Components[i].Type, v, path, outermost: false))];
            case AbiKind.FixedArray or AbiKind.DynamicArray:
                return [.. AbiEncoder.Members(type, value, path).SelectMany(v => InPlace(type.Element!, v, path, outermost: false))];
            default:
                return AbiEncoder.EncodeValue(type, value, path);
        }
    }
}
