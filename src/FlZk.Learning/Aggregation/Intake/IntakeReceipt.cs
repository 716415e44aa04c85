using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What became of one transfer.</summary>
/// <param name="Name">The sender's name.</param>
/// <param name="Refusal">Why the update is not in the sum, as a sentence; null when it is.</param>
public sealed record IntakeReceipt(string Name, string? Refusal)
{
    /// <summary>Whether the update is in the sum.</summary>
    public bool IsAccepted => Refusal is null;

    /// <summary>Whether it was refused because time ran out: a limit of its own, or the round's end.</summary>
    public bool IsLate { get; init; }

    /// <summary>w, as offered.</summary>
    public long Weight { get; init; }

    /// <summary>The range of an accepted update's values.</summary>
    public QuantisationReport Report { get; init; }
}
