namespace FlZk.Ethereum.JsonRpc;

/// <summary>A sent transaction was not mined in time. It may still be: wait again for the same hash, never
/// send another in its place.</summary>
public sealed class ReceiptTimeoutException : ChainException
{
    /// <summary>Says which transaction was waited for.</summary>
    public ReceiptTimeoutException(Hash32 transactionHash, TimeSpan waited)
        : base($"The transaction {transactionHash} was not mined within {waited.TotalSeconds:0} seconds; it may still be.") =>
            TransactionHash = transactionHash;

    /// <summary>The transaction's hash.</summary>
    public Hash32 TransactionHash { get; }
}
