namespace FlZk.Statements;

/// <summary>What a provider put on chain in a round.</summary>
/// <param name="Provider">Its address in lower case.</param>
/// <param name="Weight">w_i.</param>
/// <param name="Commitment">C_i.</param>
public sealed record ProviderContribution(string Provider, long Weight, VectorCommitment Commitment);
