using FlZk.Bn254;
using FlZk.Ethereum;

namespace FlZk.Exchange.Rounds;

/// <summary>A round as the chain has it.</summary>
public sealed record RoundView
{
    /// <summary>Which round.</summary>
    public required RoundId Id { get; init; }

    /// <summary>Where it is.</summary>
    public required RoundPhase Phase { get; init; }

    /// <summary>When the phase ends at the latest; null once finalised or failed.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>Providers who may take part.</summary>
    public required int Eligible { get; init; }

    /// <summary>Providers who committed.</summary>
    public required int Committed { get; init; }

    /// <summary>Providers who revealed.</summary>
    public required int Revealed { get; init; }

    /// <summary>W so far.</summary>
    public required long TotalWeight { get; init; }

    /// <summary>The sum of the providers' reward points so far.</summary>
    public required ulong TotalPoints { get; init; }

    /// <summary>C_S so far; infinity once the round is settled, when the settlement's event holds it.</summary>
    public required G1Affine SumCommitment { get; init; }

    /// <summary>C_Y, proposed or proved; infinity before.</summary>
    public required G1Affine ModelCommitment { get; init; }

    /// <summary>Who proposed or proved C_Y; zero before.</summary>
    public required Address SettledBy { get; init; }

    /// <summary>Whether C_Y was proposed without a proof, whatever came of it.</summary>
    public required bool WasProposed { get; init; }

    /// <summary>Which of the job's finalised rounds this is, from 0; meaningful once finalised.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Whether the round is over or only its publication is missing.</summary>
    public bool IsSettled => Phase is RoundPhase.Publishing or RoundPhase.Finalised;
}
