using System.Numerics;
using FlZk.Ethereum;

namespace FlZk.Exchange.Contracts;

/// <summary>The <c>TimelockController</c>: owns what governance may change, and waits before it does.</summary>
public sealed class TimelockContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public TimelockContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.Timelock, address)
    {
    }

    /// <summary>The shortest time between queueing and execution.</summary>
    public async Task<TimeSpan> MinDelayAsync(CancellationToken cancellation = default) =>
        TimeSpan.FromSeconds((double)await CallAsync<BigInteger>("getMinDelay", cancellation).ConfigureAwait(false));

    /// <summary>Whether an account has a role: <c>PROPOSER_ROLE</c>, <c>EXECUTOR_ROLE</c>, <c>CANCELLER_ROLE</c> or
    /// <c>DEFAULT_ADMIN_ROLE</c>.</summary>
    public async Task<bool> HasRoleAsync(string role, Address account, CancellationToken cancellation = default)
    {
        byte[] id = await CallAsync<byte[]>(role, cancellation).ConfigureAwait(false);
        return await CallAsync<bool>("hasRole", cancellation, id, account).ConfigureAwait(false);
    }

    /// <summary>Whether an operation waits or may be executed.</summary>
    public Task<bool> IsPendingAsync(Hash32 operation, CancellationToken cancellation = default) =>
        CallAsync<bool>("isOperationPending", cancellation, operation);

    /// <summary>Whether an operation was executed.</summary>
    public Task<bool> IsDoneAsync(Hash32 operation, CancellationToken cancellation = default) =>
        CallAsync<bool>("isOperationDone", cancellation, operation);

    /// <summary>Gives up a role of the sender's: <c>CANCELLER_ROLE</c> is the guardian's.</summary>
    public async Task<SentTransaction> RenounceRoleAsync(string role, Address sender, CancellationToken cancellation = default)
    {
        byte[] id = await CallAsync<byte[]>(role, cancellation).ConfigureAwait(false);
        return await SendAsync("renounceRole", cancellation, id, sender).ConfigureAwait(false);
    }

    /// <summary>Cancels a waiting operation; the canceller only.</summary>
    public Task<SentTransaction> CancelAsync(Hash32 operation, CancellationToken cancellation = default) =>
        SendAsync("cancel", cancellation, operation);
}
