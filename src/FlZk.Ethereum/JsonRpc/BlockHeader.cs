using System.Numerics;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>A block without its transactions' bodies.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">The hash of the block before it.</param>
/// <param name="Timestamp">When it was proposed.</param>
/// <param name="GasLimit">The most gas its transactions may use.</param>
/// <param name="GasUsed">The gas they used.</param>
/// <param name="BaseFeePerGas">The burnt fee per gas, in wei.</param>
/// <param name="TransactionHashes">Its transactions.</param>
public sealed record BlockHeader(
    ulong Number,
    Hash32 Hash,
    Hash32 ParentHash,
    DateTimeOffset Timestamp,
    ulong GasLimit,
    ulong GasUsed,
    BigInteger BaseFeePerGas,
    IReadOnlyList<Hash32> TransactionHashes);
