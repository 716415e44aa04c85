namespace FlZk.Statements;

/// <summary>The outcome of checking contribution proofs.</summary>
/// <param name="Refusal">The failed check, or <see cref="BoundedUpdateRefusal.None"/>.</param>
/// <param name="Detail">The same as a sentence, empty when accepted.</param>
public readonly record struct BoundedUpdateVerdict(BoundedUpdateRefusal Refusal, string Detail)
{
    /// <summary>The statement is proved.</summary>
    public static BoundedUpdateVerdict Valid => new(BoundedUpdateRefusal.None, string.Empty);

    /// <summary>Whether the statement is proved.</summary>
    public bool Accepted => Refusal == BoundedUpdateRefusal.None;
}
