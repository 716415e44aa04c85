namespace FlZk.Learning.Aggregation.Strategies;

/// <summary>What a strategy made of a round.</summary>
public sealed record AggregationResult
{
    /// <summary>The aggregated model: d integers in the round's format. The array itself, not a copy.</summary>
    public required int[] Model { get; init; }

    /// <summary>The average y that a server step moved the model by, which is what a proof is about; null where the rule has no such
    /// step.</summary>
    public int[]? Average { get; init; }

    /// <summary>What a server step keeps for the next round; null where the rule keeps nothing.</summary>
    public ServerState? State { get; init; }

    /// <summary>The exact weighted sum s, which a prover needs; null where it was not asked for (see <see cref="FedAvgStrategy"/>) or the
    /// rule has none.</summary>
    public long[]? Sum { get; init; }

    /// <summary>W, the total weight of the average; 0 where the rule does not average by weight.</summary>
    public int TotalWeight { get; init; }

    /// <summary>Positions of the updates that entered, in order; null when all did.</summary>
    public IReadOnlyList<int>? Chosen { get; init; }

    /// <summary>Positions of the updates that were scaled down to a norm bound, in order; null when the rule does not clip.</summary>
    public IReadOnlyList<int>? Clipped { get; init; }

    /// <summary>Coordinates of the result that left the format and were saturated, where the rule can leave it.</summary>
    public long Saturated { get; init; }
}
