using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Roles;

/// <summary>What joining a job took, transaction by transaction; those that were not needed are absent.</summary>
/// <param name="Dataset">The number of the registered data set; 0 for aggregators, and when the role had been taken before.</param>
/// <param name="Transactions">What was sent, in order, by name.</param>
public sealed record JobJoined(ulong Dataset, IReadOnlyList<(string Step, SentTransaction Transaction)> Transactions);
