namespace FlZk.Exchange.Jobs;

/// <summary>How a job's rounds are settled. The order is the contract's.</summary>
public enum SettlementMode
{
    /// <summary>Every new model is proved before it counts.</summary>
    Proved,

    /// <summary>A new model is proposed with a bond and counts after a window in which anyone may demand its proof.</summary>
    Optimistic,
}
