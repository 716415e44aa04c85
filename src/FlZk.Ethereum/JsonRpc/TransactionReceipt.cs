using System.Numerics;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>What became of a mined transaction.</summary>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Succeeded">False when it reverted; its gas is spent all the same.</param>
/// <param name="BlockNumber">The block.</param>
/// <param name="BlockHash">The block's hash.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver; null for a creation.</param>
/// <param name="ContractAddress">The created contract; null for a call.</param>
/// <param name="GasUsed">Gas it took.</param>
/// <param name="EffectiveGasPrice">Wei paid per gas.</param>
/// <param name="Logs">The events it emitted.</param>
public sealed record TransactionReceipt(
    Hash32 TransactionHash,
    bool Succeeded,
    ulong BlockNumber,
    Hash32 BlockHash,
    Address From,
    Address? To,
    Address? ContractAddress,
    ulong GasUsed,
    BigInteger EffectiveGasPrice,
    IReadOnlyList<LogEntry> Logs);
