namespace FlZk.Ethereum.Signing;

/// <summary>A signature that no key can have made, or that is not in its canonical form.</summary>
public sealed class InvalidSignatureException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public InvalidSignatureException(string message)
        : base(message)
    {
    }
}
