namespace FlZk.Ethereum.Abi;

/// <summary>A value does not fit its ABI type, data is not what its type promises, or an ABI description is malformed.</summary>
public sealed class AbiException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public AbiException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and why.</summary>
    public AbiException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
