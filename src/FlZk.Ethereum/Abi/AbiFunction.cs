namespace FlZk.Ethereum.Abi;

/// <summary>A function of a contract: its selector, and the coding of its arguments and results.</summary>
public sealed class AbiFunction
{
    /// <summary>The length of a selector in bytes.</summary>
    public const int SelectorLength = 4;

    private readonly byte[] _selector;

    /// <summary>Describes a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">Its parameters.</param>
    /// <param name="outputs">Its results.</param>
    /// <param name="stateMutability"><c>pure</c>, <c>view</c>, <c>nonpayable</c> or <c>payable</c>.</param>
    public AbiFunction(
        string name, IReadOnlyList<AbiParameter> inputs, IReadOnlyList<AbiParameter> outputs, string stateMutability = "nonpayable")
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        StateMutability = stateMutability;
        Signature = name + AbiType.Tuple(inputs).Name;
        _selector = SelectorOf(Signature);
    }

    /// <summary>The name without parameters.</summary>
    public string Name { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>The results.</summary>
    public IReadOnlyList<AbiParameter> Outputs { get; }

    /// <summary><c>pure</c>, <c>view</c>, <c>nonpayable</c> or <c>payable</c>.</summary>
    public string StateMutability { get; }

    /// <summary>Whether a call leaves the state as it is.</summary>
    public bool IsReadOnly => StateMutability is "pure" or "view";

    /// <summary>The canonical signature, <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of the signature's Keccak-256.</summary>
    public ReadOnlySpan<byte> Selector => _selector;

    /// <summary>Reads <c>function balanceOf(address owner) external view returns (uint256 balance)</c>; all
    /// but name and parameters may be left out.</summary>
    /// <exception cref="AbiException">Not a function's declaration.</exception>
    public static AbiFunction Parse(string declaration)
    {
        var parser = new AbiTypeParser(declaration);
        string name = parser.ReadWord();
        if (name == "function") name = parser.ReadWord();
        parser.Expect('(');
        List<AbiParameter> inputs = parser.ReadParametersToClose();
        string mutability = "nonpayable";
        string word = parser.ReadWord();
        while (word is "external" or "public" or "pure" or "view" or "payable" or "virtual" or "override")
        {
            if (word is "pure" or "view" or "payable") mutability = word;
            word = parser.ReadWord();
        }

        List<AbiParameter> outputs = [];
        if (word == "returns")
        {
            parser.Expect('(');
            outputs = parser.ReadParametersToClose();
            word = string.Empty;
        }

        if (name.Length == 0 || word.Length > 0) throw new AbiException($"Not a function: {Hex.Shorten(declaration)}.");
        parser.ExpectEnd();
        return new AbiFunction(name, inputs, outputs, mutability);
    }

    /// <summary>The call data: selector and arguments.</summary>
    /// <exception cref="AbiException">A wrong number of arguments, or one that does not fit its type.</exception>
    public byte[] EncodeCall(params IReadOnlyList<object> arguments) => [.. _selector, .. AbiEncoder.Encode(Inputs, arguments)];

    /// <summary>The arguments in call data.</summary>
    /// <exception cref="AbiException">Another function's call, or malformed arguments.</exception>
    public AbiValues DecodeCall(ReadOnlySpan<byte> data) => data.StartsWith(Selector)
        ? AbiDecoder.Decode(Inputs, data[SelectorLength..])
        : throw new AbiException($"The call data is not a call of {Signature}.");

    /// <summary>The results of a call.</summary>
    /// <exception cref="AbiException">Malformed, or empty where results are due (no contract lives at the address).</exception>
    public AbiValues DecodeResult(ReadOnlySpan<byte> data) => data.IsEmpty && Outputs.Count > 0
        ? throw new AbiException($"{Name} returned nothing: is there such a contract at this address?")
        : AbiDecoder.Decode(Outputs, data);

    /// <inheritdoc/>
    public override string ToString() => Signature;

    internal static byte[] SelectorOf(string signature) => Keccak256.Hash(signature).ToArray()[..SelectorLength];
}
