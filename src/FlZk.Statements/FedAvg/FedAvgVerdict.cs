namespace FlZk.Statements;

/// <summary>The outcome of checking a statement.</summary>
/// <param name="Refusal">The failed check, or <see cref="FedAvgRefusal.None"/>.</param>
/// <param name="Detail">The same as a sentence, empty when accepted.</param>
public readonly record struct FedAvgVerdict(FedAvgRefusal Refusal, string Detail)
{
    /// <summary>The statement is proved.</summary>
    public static FedAvgVerdict Valid => new(FedAvgRefusal.None, string.Empty);

    /// <summary>Whether the statement is proved.</summary>
    public bool Accepted => Refusal == FedAvgRefusal.None;
}
