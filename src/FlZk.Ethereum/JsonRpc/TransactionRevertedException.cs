using FlZk.Ethereum.Abi;

namespace FlZk.Ethereum.JsonRpc;

/// <summary>A call, an estimate or a mined transaction reverted; the reason is decoded as far as the known ABIs allow.</summary>
public sealed class TransactionRevertedException : ChainException
{
    /// <summary>Says what reverted and why.</summary>
    /// <param name="what">What was called: a function's name, or "the transaction".</param>
    /// <param name="reason">Why.</param>
    /// <param name="receipt">The receipt, when the transaction was mined and its gas is spent.</param>
    /// <param name="inner">The node's error.</param>
    public TransactionRevertedException(string what, RevertReason reason, TransactionReceipt? receipt = null, Exception? inner = null)
        : base($"{what} reverted: {reason.Sentence}", inner)
    {
        Reason = reason;
        Receipt = receipt;
    }

    /// <summary>Why.</summary>
    public RevertReason Reason { get; }

    /// <summary>The receipt, when the transaction was mined and its gas is spent; null when nothing was sent.</summary>
    public TransactionReceipt? Receipt { get; }

    /// <summary>The custom error's name; null when the reason is of another kind.</summary>
    public string? ErrorName => Reason.Kind == RevertKind.CustomError ? Reason.Name : null;

    /// <summary>The error's arguments.</summary>
    public AbiValues Arguments => Reason.Arguments;
}
