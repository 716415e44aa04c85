using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Committees;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Roles;

/// <content>The beacon: committees are drawn from the aggregator's signatures.</content>
public sealed partial class Aggregator
{
    private static readonly TimeSpan BlockDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Draws a round's committee with the beacon key that belongs to this account; does nothing when it is drawn.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round, in its phase Drawing.</param>
    /// <param name="wait">How long to wait for the block whose hash enters the draw; null for two minutes.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The drawing, or null when the committee was drawn before.</returns>
    /// <exception cref="ExchangeException">No committee was asked for, another account's key is asked for, or the block did not
    /// come.</exception>
    /// <exception cref="ChainException">The node cannot be reached, or the selector refuses; the message names the rule.</exception>
    public async Task<SentTransaction?> DrawCommitteeAsync(
        ulong job, int round, TimeSpan? wait = null, CancellationToken cancellation = default)
    {
        RoundId id = Contracts.Coordinator.RoundId(job, round);
        CommitteeRequest request = await Contracts.Selector.RequestOfAsync(id, cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"No committee was asked for {id}.");
        if (request.IsFulfilled) return null;
        if (request.Aggregator != Address)
            throw new ExchangeException($"The committee of {id} is drawn with the key of {request.Aggregator}.");
        BeaconSecretKey key = BeaconKey(checked((int)request.KeyVersion));
        Hash32 entropy = request.Entropy != default
            ? request.Entropy
            : await EntropyAsync(id, request.RequestBlock + 1, wait ?? TimeSpan.FromMinutes(2), cancellation).ConfigureAwait(false);
        byte[] message = BeaconMessages.OfRound(
            Contracts.ChainId, Contracts.Selector.Address, (ulong)id.Number, request.PreviousRandao, entropy);
        return await Contracts.Selector.FulfilAsync(id, key.Sign(message), cancellation).ConfigureAwait(false);
    }

    private BeaconSecretKey BeaconKey(int version) =>
        BeaconSecretKey.FromAccount(Contracts.Web3.Account!, Contracts.ChainId, Contracts.Selector.Address, version);

    /// <summary>Registers the account's beacon key unless it has one.</summary>
    private async Task EnsureBeaconKeyAsync(List<(string Step, SentTransaction Transaction)> sent, CancellationToken cancellation)
    {
        if (await Contracts.Selector.BeaconKeyCountAsync(Address, cancellation).ConfigureAwait(false) != 0) return;
        BeaconSecretKey key = BeaconKey(1);
        G1Affine possession = key.ProvePossession(Contracts.ChainId, Contracts.Selector.Address, Address);
        sent.Add((
            "registerBeaconKey",
            await Contracts.Selector.RegisterBeaconKeyAsync(key.PublicKey.Point, possession, cancellation).ConfigureAwait(false)));
    }

    private async Task<Hash32> EntropyAsync(RoundId round, ulong number, TimeSpan wait, CancellationToken cancellation)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            ulong last = await Contracts.Web3.Client.GetBlockNumberAsync(cancellation).ConfigureAwait(false);
            if (last > number && await Contracts.Web3.Client.GetBlockAsync(number, cancellation).ConfigureAwait(false) is { } block)
                return block.Hash;
            if (System.Diagnostics.Stopwatch.GetElapsedTime(start) >= wait)
                throw new ExchangeException($"Block {number}, whose hash the draw for {round} needs, is not past yet; the last is {last}.");
            await Task.Delay(BlockDelay, cancellation).ConfigureAwait(false);
        }
    }
}
