namespace FlZk.Exchange.Rounds;

/// <summary>Where a round is. The order is the contract's.</summary>
public enum RoundPhase
{
    /// <summary>Not started.</summary>
    Idle,

    /// <summary>Providers send the hashes of their commitments.</summary>
    Committing,

    /// <summary>Providers hand updates and openings to the aggregator and get receipts; who has one may already reveal.</summary>
    Delivering,

    /// <summary>Providers reveal commitment and weight with their receipts.</summary>
    Revealing,

    /// <summary>The aggregator proves the new model.</summary>
    Aggregating,

    /// <summary>Settled by a verified proof.</summary>
    Finalised,

    /// <summary>Over without a settlement.</summary>
    Failed,
}
