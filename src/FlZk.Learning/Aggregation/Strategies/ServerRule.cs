namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>What a server does with a round's average.</summary>
public enum ServerRule
{
    /// <summary>Server momentum (Hsu et al., 2019).</summary>
    FedAvgM = 1,

    /// <summary>Adam on the server (Reddi et al., ICLR 2021).</summary>
    FedAdam = 2,
}
