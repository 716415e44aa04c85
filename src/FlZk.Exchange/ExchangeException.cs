using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange;

/// <summary>A role refuses to go on because the exchange's rules, or what others did, forbid it: a round in another phase, a receipt of a
/// stranger, weights out of bounds.</summary>
/// <remarks>The chain itself was reached. Hosts treat it like the chain's own refusals, so it is of their family.</remarks>
public sealed class ExchangeException : ChainException
{
    /// <summary>Says what is wrong and what would be right.</summary>
    public ExchangeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
