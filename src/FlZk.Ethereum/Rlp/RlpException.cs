namespace FlZk.Ethereum.Rlp;

/// <summary>Bytes that are not the canonical recursive-length-prefix encoding of anything.</summary>
public sealed class RlpException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public RlpException(string message)
        : base(message)
    {
    }
}
