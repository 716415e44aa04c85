namespace FlZk.Exchange.Auditing;

/// <summary>One thing an audit looked at.</summary>
/// <param name="Name">The check's short, stable name.</param>
/// <param name="Passed">Whether what was found is what must be there.</param>
/// <param name="Reason">What was compared with what, as a sentence; for a failed check, what is wrong.</param>
public sealed record AuditCheck(string Name, bool Passed, string Reason);
