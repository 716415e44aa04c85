namespace FlZk.Groth16;

/// <summary>The verdict on several proofs.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="Refused">The positions, from zero and ascending, of those that do not verify.</param>
public sealed record BatchVerdict(int Count, IReadOnlyList<int> Refused)
{
    /// <summary>Whether every proof verifies; so it is when there is none.</summary>
    public bool Accepted => Refused.Count == 0;
}
