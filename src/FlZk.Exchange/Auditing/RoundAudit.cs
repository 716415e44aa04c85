using System.Text.Json.Serialization;

namespace FlZk.Exchange.Auditing;

/// <summary>The audit of one round.</summary>
public sealed record RoundAudit
{
    /// <summary>The round's number within its job, from 0 or 1 as the contract counts.</summary>
    public required int Round { get; init; }

    /// <summary>The conclusion.</summary>
    public required AuditVerdict Verdict { get; init; }

    /// <summary>The phase the contract reports.</summary>
    public required string Phase { get; init; }

    /// <summary>Every check made, in order; the first failed one explains an invalid verdict.</summary>
    public required IReadOnlyList<AuditCheck> Checks { get; init; }

    /// <summary>The revealed contributions, in chain order.</summary>
    public IReadOnlyList<AuditedContribution> Contributions { get; init; } = [];

    /// <summary>W as recomputed from the reveals.</summary>
    public long TotalWeight { get; init; }

    /// <summary>C_S as recomputed from the reveals, 64 bytes of hexadecimal; null when nothing was revealed.</summary>
    public string? SumCommitment { get; init; }

    /// <summary>C_Y as found in the settling transaction, 64 bytes of hexadecimal; null before a settlement.</summary>
    public string? ModelCommitment { get; init; }

    /// <summary>Hash of the settling transaction; null before a settlement.</summary>
    public string? SettlementTransaction { get; init; }

    /// <summary>Parameters of the published model; 0 when none was found that opens C_Y.</summary>
    public int Parameters { get; init; }

    /// <summary>The published model, when it opens C_Y; left out of the JSON.</summary>
    [JsonIgnore]
    public int[]? PublishedModel { get; init; }

    /// <summary>Milliseconds spent on verifying the round's proof natively.</summary>
    public double VerifyMilliseconds { get; init; }
}
