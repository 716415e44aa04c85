namespace FlZk.Ethereum.JsonRpc;

/// <summary>The node answered something that is not an answer: not JSON, too large, or lacking what the method promises.</summary>
public sealed class InvalidChainResponseException : ChainException
{
    /// <summary>Says what is wrong with the answer.</summary>
    public InvalidChainResponseException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the answer was refused for its length alone: a narrower question may be answered.</summary>
    internal bool IsTooLong { get; init; }
}
