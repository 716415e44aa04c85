namespace FlZk.Learning.Aggregation.Intake;

/// <summary>Inside the intake: a transfer has come to its end without an update.</summary>
internal sealed class RefusedTransferException(string reason, bool isLate = false, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>Whether time ran out, and nothing else was wrong.</summary>
    public bool IsLate => isLate;

    /// <summary>The round is over.</summary>
    public static RefusedTransferException ByClosing() => new("the round was closed before the update was whole.", isLate: true);
}
