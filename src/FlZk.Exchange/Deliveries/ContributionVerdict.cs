using FlZk.Ethereum;

namespace FlZk.Exchange.Deliveries;

/// <summary>What a contribution proof is worth.</summary>
/// <param name="Provider">Whose.</param>
/// <param name="Refusal">Why it fails, as a sentence; null when it holds.</param>
/// <param name="IsSigned">Whether its provider signed it.</param>
public sealed record ContributionVerdict(Address Provider, string? Refusal, bool IsSigned)
{
    /// <summary>Whether the proof holds.</summary>
    public bool IsValid => Refusal is null;
}
