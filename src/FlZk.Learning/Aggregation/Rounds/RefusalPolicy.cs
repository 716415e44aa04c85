namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>What becomes of a round in which an update is refused.</summary>
public enum RefusalPolicy
{
    /// <summary>The round fails and names every such update.</summary>
    Fail,

    /// <summary>The round goes on without them.</summary>
    Skip,
}
