using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Deliveries;

namespace FlZk.Exchange.Roles;

/// <summary>Updates that were revealed together with their contribution proofs.</summary>
/// <param name="Revealed">Whose updates were revealed.</param>
/// <param name="Refusals">Whose were left out, and why.</param>
/// <param name="Transactions">What was sent.</param>
public sealed record ProvedReveals(
    IReadOnlyList<Address> Revealed, IReadOnlyList<DeliveryRefusal> Refusals, IReadOnlyList<SentTransaction> Transactions);
