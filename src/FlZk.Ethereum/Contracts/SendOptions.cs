using System.Numerics;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum.Contracts;

/// <summary>How a transaction is sent and waited for.</summary>
public sealed record SendOptions
{
    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>The most gas to use; null estimates and adds <see cref="GasMarginPercent"/>. A transaction
    /// that would revert is sent only with a given limit.</summary>
    public ulong? GasLimit { get; init; }

    /// <summary>What is added to the estimate, in percent: the state may change before the transaction is mined.</summary>
    public int GasMarginPercent { get; init; } = 25;

    /// <summary>Fees; null asks the node.</summary>
    public FeeEstimate? Fees { get; init; }

    /// <summary>How long to wait for the receipt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many blocks must hold the transaction before it counts.</summary>
    public int Confirmations { get; init; } = 1;

    /// <summary>
    /// Called with the signed transaction before it leaves, while no other of the account can overtake it: the place to write it down, so
    /// that after a crash the same transaction is sent again (<see cref="Web3.ResumeAsync"/>) and never a second one. When it throws,
    /// nothing is sent.
    /// </summary>
    public Func<SignedTransaction, CancellationToken, Task>? BeforeBroadcast { get; init; }
}
