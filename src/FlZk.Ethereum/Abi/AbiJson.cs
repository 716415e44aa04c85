using System.Text.Json;

namespace FlZk.Ethereum.Abi;

/// <summary>The compiler's JSON form of an ABI.</summary>
internal static class AbiJson
{
    private const int MaxEntries = 10_000;
    private const int MaxParameters = 1_000;

    /// <summary>Reads an array of entries; kinds without a coding (<c>receive</c>, <c>fallback</c>) are passed over.</summary>
    public static ContractAbi Read(JsonElement abi)
    {
        if (abi.ValueKind != JsonValueKind.Array) throw new AbiException("The ABI is not an array of entries.");
        if (abi.GetArrayLength() > MaxEntries) throw new AbiException($"The ABI has more than {MaxEntries} entries.");
        List<AbiFunction> functions = [];
        List<AbiEvent> events = [];
        List<AbiError> errors = [];
        IReadOnlyList<AbiParameter>? constructor = null;
        foreach (JsonElement entry in abi.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object) throw new AbiException("An ABI entry is not an object.");
            switch (Text(entry, "type", "function"))
            {
                case "function":
                    functions.Add(new AbiFunction(
                        Text(entry, "name"), Parameters(entry, "inputs", 0), Parameters(entry, "outputs", 0),
                        Text(entry, "stateMutability", "nonpayable")));
                    break;
                case "event":
                    bool anonymous = entry.TryGetProperty("anonymous", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
                    events.Add(new AbiEvent(Text(entry, "name"), Parameters(entry, "inputs", 0), anonymous));
                    break;
                case "error":
                    errors.Add(new AbiError(Text(entry, "name"), Parameters(entry, "inputs", 0)));
                    break;
                case "constructor":
                    constructor = Parameters(entry, "inputs", 0);
                    break;
            }
        }

        return new ContractAbi(functions, events, errors, constructor);
    }

    private static List<AbiParameter> Parameters(JsonElement entry, string property, int depth)
    {
        if (depth > AbiType.MaxDepth) throw new AbiException($"Types lie more than {AbiType.MaxDepth} deep.");
        if (!entry.TryGetProperty(property, out JsonElement list)) return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxParameters)
            throw new AbiException($"'{property}' is not a list of parameters.");
        var parameters = new List<AbiParameter>();
        foreach (JsonElement parameter in list.EnumerateArray())
        {
            if (parameter.ValueKind != JsonValueKind.Object)
                throw new AbiException($"'{property}' holds something that is not a parameter.");
            string type = Text(parameter, "type");
            bool isTuple = type.StartsWith("tuple", StringComparison.Ordinal);
            var parser = new AbiTypeParser(isTuple ? type["tuple".Length..] : type);
            AbiType read = isTuple ? parser.ReadSuffixes(AbiType.Tuple(Parameters(parameter, "components", depth + 1))) : parser.ReadType();
            parser.ExpectEnd();
            bool indexed = parameter.TryGetProperty("indexed", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
            parameters.Add(new AbiParameter(Text(parameter, "name", string.Empty), read, indexed));
        }

        return parameters;
    }

    private static string Text(JsonElement entry, string property, string? otherwise = null)
    {
        if (!entry.TryGetProperty(property, out JsonElement value))
            return otherwise ?? throw new AbiException($"An ABI entry lacks '{property}'.");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new AbiException($"'{property}' is not a text.");
    }
}
