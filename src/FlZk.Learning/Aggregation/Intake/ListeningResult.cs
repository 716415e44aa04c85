using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What a round of updates from a socket came to.</summary>
public sealed class ListeningResult
{
    /// <summary>The average of those that were accepted; null when none was.</summary>
    public required FedAvgResult? Average { get; init; }

    /// <summary>What became of each connection, in the order in which they ended; one that gave no name is named by its address.</summary>
    public required IReadOnlyList<IntakeReceipt> Receipts { get; init; }

    /// <summary>Refusals beyond those that are listed: a flood does not fill the memory.</summary>
    public required long Unlisted { get; init; }

    /// <summary>From the first moment to the average.</summary>
    public required TimeSpan Elapsed { get; init; }
}
