using System.Diagnostics;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Ethereum.Transactions;

namespace FlZk.Ethereum;

public sealed partial class EthereumClient
{
    private const int BroadcastAttempts = 4;

    /// <summary>Hands a signed transaction to the node. Sending the same bytes twice is harmless, and a node
    /// that already knows them counts as success.</summary>
    /// <remarks>After a broken connection the node is first asked whether it has the transaction; only if not
    /// are the same bytes sent again.</remarks>
    /// <exception cref="JsonRpcException">The node refused it: no funds, nonce too low, fees too low.</exception>
    /// <exception cref="ChainUnreachableException">No answer. Whether the node took it is unknown; ask by
    /// <see cref="SignedTransaction.Hash"/>.</exception>
    public async Task BroadcastAsync(SignedTransaction transaction, CancellationToken cancellation = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await Rpc.CallAsync("eth_sendRawTransaction", [Hex.Encode(transaction.Encoded.Span)], cancellation).ConfigureAwait(false);
                return;
            }
            catch (JsonRpcException error) when (error.Says("already known", "already imported", "known transaction", "already exists"))
            {
                return;
            }
            catch (JsonRpcException error) when (error.Says("nonce too low"))
            {
                // Either another transaction has the nonce, or this one was mined already.
                if (await GetTransactionAsync(transaction.Hash, cancellation).ConfigureAwait(false) is not null) return;
                throw;
            }
            catch (ChainUnreachableException) when (attempt < BroadcastAttempts)
            {
                // The question has retries and pauses of its own.
                if (await GetTransactionAsync(transaction.Hash, cancellation).ConfigureAwait(false) is not null) return;
            }
        }
    }

    /// <summary>Waits until a transaction is mined.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="confirmations">How many blocks, its own included, must hold it; more than one guards
    /// against short reorganisations.</param>
    /// <param name="cancellation">Stops waiting; the transaction goes its way.</param>
    /// <returns>The receipt, of a transaction that succeeded or reverted.</returns>
    /// <exception cref="ReceiptTimeoutException">Not mined in time.</exception>
    /// <exception cref="ChainUnreachableException">The node is gone.</exception>
    public async Task<TransactionReceipt> WaitForReceiptAsync(
        Hash32 hash, TimeSpan timeout, int confirmations = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(confirmations, 1);
        long start = Stopwatch.GetTimestamp();
        double pause = 20;
        while (true)
        {
            TransactionReceipt? receipt = await GetReceiptAsync(hash, cancellation).ConfigureAwait(false);
            if (receipt is not null)
            {
                if (receipt.TransactionHash != hash)
                    throw new InvalidChainResponseException($"{Rpc.Endpoint} answered the receipt of another transaction.");
                if (confirmations == 1) return receipt;
                ulong last = await GetBlockNumberAsync(cancellation).ConfigureAwait(false);
                if (last >= receipt.BlockNumber && last - receipt.BlockNumber >= (ulong)(confirmations - 1)) return receipt;
            }

            TimeSpan waited = Stopwatch.GetElapsedTime(start);
            if (waited >= timeout) throw new ReceiptTimeoutException(hash, timeout);
            await Task.Delay(
                TimeSpan.FromMilliseconds(Math.Min(pause, (timeout - waited).TotalMilliseconds)), cancellation).ConfigureAwait(false);
            pause = Math.Min(pause * 1.5, 1000);
        }
    }

    /// <summary>Finds out why a mined transaction reverted, by calling it again on the state before its block and then after it.</summary>
    /// <returns>The reason; of kind <see cref="RevertKind.Silent"/> when a replay does not show it.</returns>
    /// <exception cref="ChainUnreachableException">The node is gone.</exception>
    public async Task<RevertReason> ExplainRevertAsync(TransactionReceipt receipt, CancellationToken cancellation = default)
    {
        static RevertReason Unclear(string sentence) =>
            new(RevertKind.Silent, string.Empty, AbiValues.Empty, sentence, ReadOnlyMemory<byte>.Empty);
        ChainTransaction? transaction = await GetTransactionAsync(receipt.TransactionHash, cancellation).ConfigureAwait(false);
        if (transaction is null) return Unclear("the transaction reverted, and the node no longer knows it");
        if (receipt.GasUsed == transaction.GasLimit) return Unclear($"the transaction ran out of its {transaction.GasLimit} gas");
        var request = new TransactionRequest
        {
            From = transaction.From,
            To = transaction.To,
            Value = transaction.Value,
            Data = transaction.Data,
            GasLimit = transaction.GasLimit,
        };
        ulong[] blocks = receipt.BlockNumber > 0 ? [receipt.BlockNumber - 1, receipt.BlockNumber] : [receipt.BlockNumber];
        foreach (ulong block in blocks)
        {
            try
            {
                await CallAsync(request, block, cancellation).ConfigureAwait(false);
            }
            catch (TransactionRevertedException replayed)
            {
                return replayed.Reason;
            }
            catch (JsonRpcException)
            {
                // The node keeps no state of that block.
            }
        }

        return Unclear("the transaction reverted among the others of its block; alone it would not");
    }
}
