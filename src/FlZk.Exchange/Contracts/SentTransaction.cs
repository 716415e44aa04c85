using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>A transaction that was mined and succeeded, and what it cost.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="BlockNumber">The block that holds it.</param>
/// <param name="GasUsed">Gas it took.</param>
public readonly record struct SentTransaction(Hash32 Hash, ulong BlockNumber, ulong GasUsed)
{
    /// <summary>What a receipt says.</summary>
    internal static SentTransaction Of(TransactionReceipt receipt) => new(receipt.TransactionHash, receipt.BlockNumber, receipt.GasUsed);
}
