using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;

namespace FlZk.Exchange.Roles;

/// <summary>What committing to an update gave and took.</summary>
/// <param name="Package">What goes to the aggregator once the commit phase is over.</param>
/// <param name="Transaction">The commit; null when it was on chain already.</param>
/// <param name="CommitTime">Time spent on the commitment.</param>
/// <param name="SubmitTime">Time until the transaction was mined.</param>
public sealed record ProviderCommit(DeliveryPackage Package, SentTransaction? Transaction, TimeSpan CommitTime, TimeSpan SubmitTime);
