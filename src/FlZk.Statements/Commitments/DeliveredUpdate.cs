using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>What a provider hands its aggregator: the update with the opening of its commitment. Secret.</summary>
/// <param name="Provider">The provider's name or address, as reports shall call it.</param>
/// <param name="Commitment">The commitment on chain.</param>
/// <param name="Values">The quantised update, one value per parameter.</param>
/// <param name="Blinding">The commitment's blinding.</param>
public sealed record DeliveredUpdate(string Provider, VectorCommitment Commitment, ReadOnlyMemory<int> Values, Fr Blinding)
{
    /// <summary>The provider and the size alone: values and blinding stay out of logs.</summary>
    public override string ToString() => $"update of {Provider}, {Values.Length} values";
}
