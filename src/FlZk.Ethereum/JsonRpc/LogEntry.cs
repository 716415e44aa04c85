namespace FlZk.Ethereum.JsonRpc;

/// <summary>An event as a contract emitted it.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Topics">Up to four indexed words, the first naming the event.</param>
/// <param name="Data">The fields that are not indexed.</param>
/// <param name="BlockNumber">The block.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="LogIndex">Its place among the block's events.</param>
public sealed record LogEntry(
    Address Address, IReadOnlyList<Hash32> Topics, ReadOnlyMemory<byte> Data, ulong BlockNumber, Hash32 TransactionHash, ulong LogIndex);
