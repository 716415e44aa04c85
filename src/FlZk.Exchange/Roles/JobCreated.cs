using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Roles;

/// <summary>What creating a job took.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Approval">The approval of the bounty; null when one was in place.</param>
/// <param name="Creation">The creation.</param>
public sealed record JobCreated(ulong Job, SentTransaction? Approval, SentTransaction Creation);
