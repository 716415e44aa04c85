using FlZk.Learning.Aggregation.Strategies;

namespace FlZk.Learning.Aggregation.Rounds;

/// <summary>A round's result, and who is in it.</summary>
public sealed class RoundOutcome
{
    /// <summary>What the rule made of the updates that entered; positions in it are positions among those offered.</summary>
    public required AggregationResult Result { get; init; }

    /// <summary>Positions of the updates that entered, in order.</summary>
    public required IReadOnlyList<int> Entered { get; init; }

    /// <summary>Who was refused and why, in order of position; empty when nobody was.</summary>
    public required IReadOnlyList<RoundRefusal> Refused { get; init; }

    /// <summary>Values read, in all passes.</summary>
    public required long ValuesRead { get; init; }

    /// <summary>Time taken.</summary>
    public required TimeSpan Elapsed { get; init; }
}
