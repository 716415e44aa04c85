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

    /// <summary>When the phase ends at the latest; null once settled.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>Providers registered when the round started.</summary>
    public required int Eligible { get; init; }

    /// <summary>Providers who committed.</summary>
    public required int Committed { get; init; }

    /// <summary>Providers who revealed.</summary>
    public required int Revealed { get; init; }

    /// <summary>W so far.</summary>
    public required long TotalWeight { get; init; }

    /// <summary>C_S so far; infinity once finalised, when the settlement's event holds it.</summary>
    public required G1Affine SumCommitment { get; init; }

    /// <summary>C_Y; infinity until finalised.</summary>
    public required G1Affine ModelCommitment { get; init; }

    /// <summary>Who settled the round; zero until finalised.</summary>
    public required Address SettledBy { get; init; }

    /// <summary>Which of the job's finalised rounds this is, from 0; meaningful once finalised.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Whether the model has been published.</summary>
    public required bool ModelPublished { get; init; }
}
