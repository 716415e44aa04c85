namespace FlZk.Exchange.Auditing;

/// <summary>What an audit concludes about a round, a job or everything it looked at.</summary>
public enum AuditVerdict
{
    /// <summary>The round was settled and every check passed.</summary>
    Valid,

    /// <summary>The round was settled by a proposal that nobody challenged: every check passed, but no proof was made.</summary>
    Unproved,

    /// <summary>Nothing was settled, by its deadlines or not yet, and nothing contradicts the rules so far.</summary>
    Unsettled,

    /// <summary>At least one check failed.</summary>
    Invalid,
}
