using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum.Contracts;

/// <summary>Sees every transaction that a <see cref="Web3"/> sends. Called on the sending thread, one transaction's calls in
/// order.</summary>
public interface ITransactionObserver
{
    /// <summary>A transaction passed the node's simulation and is about to be signed. When this throws, nothing is sent and no nonce is
    /// spent.</summary>
    void Planned(PlannedTransaction transaction);

    /// <summary>A transaction was mined and succeeded.</summary>
    /// <param name="what">What it is, as in <see cref="PlannedTransaction.What"/>.</param>
    /// <param name="receipt">Its receipt.</param>
    void Mined(string what, TransactionReceipt receipt);
}
