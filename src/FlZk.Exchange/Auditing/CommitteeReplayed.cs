using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>One draw, replayed.</summary>
/// <param name="Members">Who was drawn, by the event.</param>
/// <param name="Request">The request; null when there was none.</param>
/// <param name="Drawn">The event of the draw.</param>
/// <param name="Fault">What is wrong about it; null when the members are the only ones possible.</param>
internal sealed record CommitteeReplayed(
    IReadOnlyList<Address> Members, ContractEvent? Request, ContractEvent Drawn, string? Fault);
