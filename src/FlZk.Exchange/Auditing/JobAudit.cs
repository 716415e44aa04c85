namespace FlZk.Exchange.Auditing;

/// <summary>The audit of one job: what it pinned at creation, and its rounds.</summary>
public sealed record JobAudit
{
    /// <summary>The job's number.</summary>
    public required ulong Job { get; init; }

    /// <summary>The conclusion: invalid when anything is, else valid when at least one round was settled.</summary>
    public required AuditVerdict Verdict { get; init; }

    /// <summary>The publisher's address.</summary>
    public required string Publisher { get; init; }

    /// <summary>The verifier the job pinned.</summary>
    public required string Verifier { get; init; }

    /// <summary>The linked verification key the job pinned, as Keccak-256 of its blob.</summary>
    public required string KeyId { get; init; }

    /// <summary>Checks that concern the job as a whole.</summary>
    public required IReadOnlyList<AuditCheck> Checks { get; init; }

    /// <summary>What was changed about the exchange while the job ran, and what its parties declared.</summary>
    public IReadOnlyList<AuditFact> Facts { get; init; } = [];

    /// <summary>The rounds, in order.</summary>
    public required IReadOnlyList<RoundAudit> Rounds { get; init; }
}
