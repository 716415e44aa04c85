namespace FlZk.Ethereum.Abi;

/// <summary>A custom error of a contract, as a reverted call carries it: selector and arguments.</summary>
public sealed class AbiError
{
    private readonly byte[] _selector;

    /// <summary>Describes an error.</summary>
    public AbiError(string name, IReadOnlyList<AbiParameter> inputs)
    {
        Name = name;
        Inputs = inputs;
        Signature = name + AbiType.Tuple(inputs).Name;
        _selector = AbiFunction.SelectorOf(Signature);
    }

    /// <summary>The name without parameters.</summary>
    public string Name { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>The canonical signature.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of the signature's Keccak-256.</summary>
    public ReadOnlySpan<byte> Selector => _selector;

    /// <summary>Reads <c>error InsufficientStake(uint256 required, uint256 found)</c>.</summary>
    /// <exception cref="AbiException">Not an error's declaration.</exception>
    public static AbiError Parse(string declaration)
    {
        var parser = new AbiTypeParser(declaration);
        string name = parser.ReadWord();
        if (name == "error") name = parser.ReadWord();
        parser.Expect('(');
        List<AbiParameter> inputs = parser.ReadParametersToClose();
        parser.ExpectEnd();
        return name.Length > 0 ? new AbiError(name, inputs) : throw new AbiException($"Not an error: {Hex.Shorten(declaration)}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Signature;
}
