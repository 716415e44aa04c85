using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Auditing;

/// <summary>One reveal: the event, and the signed call behind it.</summary>
/// <param name="Contribution">What was revealed.</param>
/// <param name="Points">What the event says that it counts.</param>
/// <param name="Event">The event.</param>
/// <param name="Call">The transaction.</param>
/// <param name="Function">The function it calls.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record AuditedReveal(
    RevealedContribution Contribution, ulong Points, ContractEvent Event, SignedCall Call, AbiFunction Function, AbiValues Arguments)
{
    /// <summary>Whether a contribution proof came along.</summary>
    public bool IsProved => Function.Name is "submitProvedUpdate" or "submitProvedUpdates";
}
