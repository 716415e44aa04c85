using System.Numerics;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>A transaction as the chain or the node's pool knows it.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver; null for a creation.</param>
/// <param name="Nonce">The sender's count before it.</param>
/// <param name="Value">Wei sent along.</param>
/// <param name="Data">Call data or creation code.</param>
/// <param name="GasLimit">The most gas it may use.</param>
/// <param name="BlockNumber">The block; null while it waits.</param>
public sealed record ChainTransaction(
    Hash32 Hash, Address From, Address? To, ulong Nonce, BigInteger Value, ReadOnlyMemory<byte> Data, ulong GasLimit, ulong? BlockNumber);
