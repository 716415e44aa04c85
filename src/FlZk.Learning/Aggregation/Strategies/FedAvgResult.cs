namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>The weighted sum and the average of a round; a prover needs both.</summary>
public sealed class FedAvgResult
{
    internal FedAvgResult(long[] sum, int[] model, int totalWeight)
    {
        Sum = sum;
        Model = model;
        TotalWeight = totalWeight;
    }

    /// <summary>s_j = sum_i w_i x_ij, one per parameter. The array itself, not a copy.</summary>
    public long[] Sum { get; }

    /// <summary>y_j = floor((s_j + floor(W/2)) / W), one per parameter, inside the updates' range. The array itself, not a copy.</summary>
    public int[] Model { get; }

    /// <summary>W = sum_i w_i.</summary>
    public int TotalWeight { get; }
}
