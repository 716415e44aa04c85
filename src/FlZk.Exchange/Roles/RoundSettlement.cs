using FlZk.Bn254;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;
using FlZk.Statements;

namespace FlZk.Exchange.Roles;

/// <summary>A settled and published round.</summary>
public sealed record RoundSettlement
{
    /// <summary>The round.</summary>
    public required RoundId Round { get; init; }

    /// <summary>What was aggregated, in the order of reveals.</summary>
    public required IReadOnlyList<RevealedContribution> Contributions { get; init; }

    /// <summary>W.</summary>
    public required long TotalWeight { get; init; }

    /// <summary>y, one fixed-point integer per parameter.</summary>
    public required ReadOnlyMemory<int> Model { get; init; }

    /// <summary>C_Y.</summary>
    public required G1Affine ModelCommitment { get; init; }

    /// <summary>The proof that settled it.</summary>
    public required AggregateProof Proof { get; init; }

    /// <summary>The device that averaged.</summary>
    public required string Device { get; init; }

    /// <summary>Time for FedAvg alone.</summary>
    public required TimeSpan AggregateTime { get; init; }

    /// <summary>Time for witness, proof, link and self-verification; as measured when the proof was made, perhaps before a crash.</summary>
    public required ProofTimings Timings { get; init; }

    /// <summary>Time from sending the settlement until it was mined, in this process.</summary>
    public required TimeSpan SubmitTime { get; init; }

    /// <summary>The settlement, <c>verifyAggregate</c>.</summary>
    public required SentTransaction Settlement { get; init; }

    /// <summary>The publication of the model.</summary>
    public required SentTransaction Publication { get; init; }
}
