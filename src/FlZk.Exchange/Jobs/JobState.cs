namespace FlZk.Exchange.Jobs;

/// <summary>Where a job is. The order is the contract's.</summary>
public enum JobState
{
    /// <summary>There is no such job.</summary>
    None,

    /// <summary>Rounds may run.</summary>
    Open,

    /// <summary>Over; stakes and what no round earned are free again.</summary>
    Closed,
}
