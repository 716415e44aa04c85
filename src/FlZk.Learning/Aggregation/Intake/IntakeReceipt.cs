namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What became of one transfer.</summary>
/// <param name="Name">The sender's name.</param>
/// <param name="Refusal">Why the update is not in the sum, as a sentence; null when it is.</param>
public sealed record IntakeReceipt(string Name, string? Refusal)
{
    /// <summary>Whether the update is in the sum.</summary>
    public bool IsAccepted => Refusal is null;
}
