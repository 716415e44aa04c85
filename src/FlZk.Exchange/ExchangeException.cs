namespace FlZk.Exchange;

/// <summary>A role refuses to go on because the exchange's rules, or what others did, forbid it: a round in another phase, a receipt of a stranger, weights out of bounds.</summary>
/// <remarks>The chain itself was reached; its own refusals are <see cref="Ethereum.JsonRpc.ChainException"/>s. Hosts treat both alike.</remarks>
public sealed class ExchangeException : Exception
{
    /// <summary>Says what is wrong and what would be right.</summary>
    public ExchangeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
