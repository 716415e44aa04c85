namespace FlZk.Ethereum.Transactions;

/// <summary>An address and storage slots a transaction announces it will touch (EIP-2930).</summary>
/// <param name="Address">The account.</param>
/// <param name="StorageKeys">Its slots.</param>
public sealed record AccessListEntry(Address Address, IReadOnlyList<Hash32> StorageKeys);
