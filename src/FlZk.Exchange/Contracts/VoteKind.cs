namespace FlZk.Exchange.Contracts;

/// <summary>What a vote says. The numbers are the governor's.</summary>
public enum VoteKind
{
    /// <summary>Against.</summary>
    Against,

    /// <summary>For.</summary>
    For,

    /// <summary>Neither; counts towards the quorum.</summary>
    Abstain,
}
