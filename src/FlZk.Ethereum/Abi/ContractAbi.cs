using System.Text.Json;

namespace FlZk.Ethereum.Abi;

/// <summary>What a contract understands and says: functions, events, errors and the constructor.</summary>
public sealed class ContractAbi
{
    private readonly ILookup<string, AbiFunction> _functions;
    private readonly ILookup<string, AbiEvent> _events;

    /// <summary>Collects the parts of an interface.</summary>
    /// <param name="functions">Functions; names may be overloaded.</param>
    /// <param name="events">Events.</param>
    /// <param name="errors">Custom errors.</param>
    /// <param name="constructor">The constructor's parameters; null is none.</param>
    public ContractAbi(
        IReadOnlyList<AbiFunction> functions,
        IReadOnlyList<AbiEvent> events,
        IReadOnlyList<AbiError> errors,
        IReadOnlyList<AbiParameter>? constructor = null)
    {
        Functions = functions;
        Events = events;
        Errors = errors;
        Constructor = constructor ?? [];
        _functions = functions.ToLookup(static f => f.Name);
        _events = events.ToLookup(static e => e.Name);
    }

    /// <summary>The functions, in the order of the source.</summary>
    public IReadOnlyList<AbiFunction> Functions { get; }

    /// <summary>The events.</summary>
    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>The custom errors.</summary>
    public IReadOnlyList<AbiError> Errors { get; }

    /// <summary>The constructor's parameters.</summary>
    public IReadOnlyList<AbiParameter> Constructor { get; }

    /// <summary>Reads the compiler's JSON ABI, an array of entries.</summary>
    /// <exception cref="AbiException">Not an ABI; the message says where.</exception>
    public static ContractAbi ParseJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            return AbiJson.Read(document.RootElement);
        }
        catch (JsonException cause)
        {
            throw new AbiException("The ABI is not JSON.", cause);
        }
    }

    /// <summary>Reads declarations as Solidity writes them: <c>function ...</c>, <c>event ...</c>,
    /// <c>error ...</c>, <c>constructor(...)</c>.</summary>
    /// <exception cref="AbiException">One of them is none of these.</exception>
    public static ContractAbi Parse(params IReadOnlyList<string> declarations)
    {
        List<AbiFunction> functions = [];
        List<AbiEvent> events = [];
        List<AbiError> errors = [];
        IReadOnlyList<AbiParameter>? constructor = null;
        foreach (string declaration in declarations.Select(static d => d.Trim()))
        {
            if (declaration.StartsWith("event ", StringComparison.Ordinal)) events.Add(AbiEvent.Parse(declaration));
            else if (declaration.StartsWith("error ", StringComparison.Ordinal)) errors.Add(AbiError.Parse(declaration));
            else if (declaration.StartsWith("constructor", StringComparison.Ordinal)) constructor = AbiFunction.Parse(declaration).Inputs;
            else functions.Add(AbiFunction.Parse(declaration));
        }

        return new ContractAbi(functions, events, errors, constructor);
    }

    /// <summary>The function of that name or, where names are overloaded, of that canonical signature.</summary>
    /// <exception cref="AbiException">There is none, or the bare name fits several.</exception>
    public AbiFunction Function(string nameOrSignature)
    {
        string name = nameOrSignature.Split('(')[0];
        AbiFunction[] found = [.. _functions[name].Where(f => name == nameOrSignature || f.Signature == nameOrSignature)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new AbiException($"The contract has no function {nameOrSignature}."),
            _ => throw new AbiException($"{name} is overloaded; name one of {string.Join(", ", found.Select(static f => f.Signature))}."),
        };
    }

    /// <summary>The event of that name or, where names are overloaded, of that canonical signature.</summary>
    /// <exception cref="AbiException">There is none, or the bare name fits several.</exception>
    public AbiEvent Event(string nameOrSignature)
    {
        string name = nameOrSignature.Split('(')[0];
        AbiEvent[] found = [.. _events[name].Where(e => name == nameOrSignature || e.Signature == nameOrSignature)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new AbiException($"The contract has no event {nameOrSignature}."),
            _ => throw new AbiException($"{name} is overloaded; name one of {string.Join(", ", found.Select(static e => e.Signature))}."),
        };
    }
}
