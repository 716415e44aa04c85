namespace FlZk.Exchange.Rounds;

/// <summary>Where a round is. The order is the contract's.</summary>
public enum RoundPhase
{
    /// <summary>Not started.</summary>
    Idle,

    /// <summary>A committee is being drawn; only in jobs with a committee size.</summary>
    Drawing,

    /// <summary>Providers send the hashes of their commitments.</summary>
    Committing,

    /// <summary>Providers hand updates and openings to the aggregator and get receipts; who has one may already reveal.</summary>
    Delivering,

    /// <summary>Providers reveal commitment and weight with their receipts.</summary>
    Revealing,

    /// <summary>The aggregator proves the new model.</summary>
    Aggregating,

    /// <summary>A model is proposed without a proof; anyone may demand the proof while the challenge window is open.</summary>
    Proposed,

    /// <summary>The proof is verified; the settler has yet to publish the model.</summary>
    Publishing,

    /// <summary>Settled and published: rewards may be distributed.</summary>
    Finalised,

    /// <summary>Over without a settlement.</summary>
    Failed,
}
