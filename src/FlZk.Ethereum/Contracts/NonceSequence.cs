using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum.Contracts;

/// <summary>Hands out an account's nonces one after the other, so that concurrent sends neither collide nor leave gaps.</summary>
/// <remarks>
/// The chain's count including waiting transactions is asked each time; a nonce handed out here lately counts too, since nodes behind a
/// load balancer may lag. After a failure the chain alone is believed again.
/// </remarks>
internal sealed class NonceSequence : IDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private ulong _next;
    private long _handedOutAt;

    /// <summary>Runs <paramref name="send"/> with the next nonce while no other send of the account runs; the
    /// nonce is spent only if it succeeds.</summary>
    public async Task<T> UseAsync<T>(EthereumClient client, Address address, Func<ulong, Task<T>> send, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ulong nonce = await client.GetTransactionCountAsync(address, BlockReference.Pending, cancellation).ConfigureAwait(false);
            bool recent = Environment.TickCount64 - _handedOutAt < Lag.TotalMilliseconds;
            if (recent && _next > nonce) nonce = _next;
            _next = 0;
            T sent = await send(nonce).ConfigureAwait(false);
            _next = nonce + 1;
            _handedOutAt = Environment.TickCount64;
            return sent;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
