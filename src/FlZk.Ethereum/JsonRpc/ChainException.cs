namespace FlZk.Ethereum.JsonRpc;

/// <summary>Anything that goes wrong between this program and a chain. Hosts catch this one; the subclasses say what happened.</summary>
public class ChainException : Exception
{
    /// <summary>Says what happened.</summary>
    public ChainException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
