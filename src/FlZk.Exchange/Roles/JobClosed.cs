using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Roles;

/// <summary>What closing a job took.</summary>
/// <param name="Closing">The closing; null when the job was closed already.</param>
/// <param name="Refund">The withdrawal of what no round earned; null when there was nothing.</param>
public sealed record JobClosed(SentTransaction? Closing, SentTransaction? Refund);
