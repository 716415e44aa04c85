namespace FlZk.Exchange.Auditing;

/// <summary>One provider's part in a round, as its signed transactions show it.</summary>
/// <param name="Provider">The provider's address.</param>
/// <param name="Weight">Its weight w_i.</param>
/// <param name="Commitment">Its commitment C_i, 64 bytes of hexadecimal (x, y).</param>
/// <param name="Transaction">Hash of the transaction that revealed it.</param>
/// <param name="Reward">What the round accrued to it, in units of 10^-18 token, as a decimal; null before a settlement.</param>
public sealed record AuditedContribution(string Provider, long Weight, string Commitment, string Transaction, string? Reward);
