namespace FlZk.Ethereum.JsonRpc;

/// <summary>The node did not answer, after the retries that were safe: connection refused, time run out, or overloaded.</summary>
public sealed class ChainUnreachableException : ChainException
{
    /// <summary>Says which node did not answer and how.</summary>
    /// <param name="endpoint">Scheme, host and port only: paths and queries often hold access keys.</param>
    /// <param name="reason">What happened.</param>
    /// <param name="inner">The cause.</param>
    public ChainUnreachableException(string endpoint, string reason, Exception? inner = null)
        : base($"The Ethereum node at {endpoint} cannot be reached: {reason}", inner) => Endpoint = endpoint;

    /// <summary>Scheme, host and port.</summary>
    public string Endpoint { get; }
}
