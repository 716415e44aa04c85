namespace FlZk.Exchange.Auditing;

/// <summary>Something that an auditor tells without judging it.</summary>
/// <param name="Block">The block in which it happened; 0 for what is so at the audit's block.</param>
/// <param name="Kind">What kind of thing it is, a short, stable name: <c>upgrade</c>, <c>role</c>, <c>verifier</c>, <c>operation</c>,
/// <c>weights</c>.</param>
/// <param name="Text">What it is, as a sentence.</param>
public sealed record AuditFact(ulong Block, string Kind, string Text);
