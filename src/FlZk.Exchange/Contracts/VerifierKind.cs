namespace FlZk.Exchange.Contracts;

/// <summary>What a verifier verifies.</summary>
public enum VerifierKind
{
    /// <summary>That a model is the average of a round's updates: <c>LinkedGroth16Verifier</c>.</summary>
    Aggregate,

    /// <summary>That one update keeps a bound on its norm: <c>BoundedUpdateVerifier</c>.</summary>
    Contribution,
}
