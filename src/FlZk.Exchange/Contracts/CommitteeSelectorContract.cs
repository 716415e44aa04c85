using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>CommitteeSelector</c>: draws committees from the aggregator's BLS signatures.</summary>
public sealed class CommitteeSelectorContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public CommitteeSelectorContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.CommitteeSelector, address)
    {
    }

    /// <summary>How many beacon keys an aggregator has registered; its next job uses the last.</summary>
    public Task<ulong> BeaconKeyCountAsync(Address aggregator, CancellationToken cancellation = default) =>
        CountAsync("beaconKeyCount", cancellation, aggregator);

    /// <summary>A registered beacon key.</summary>
    /// <param name="aggregator">Whose.</param>
    /// <param name="version">Counted from 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<G2Affine> BeaconKeyOfAsync(Address aggregator, ulong version, CancellationToken cancellation = default) =>
        (await CallAsync<AbiValues>("beaconKeyOf", cancellation, aggregator, version).ConfigureAwait(false)).ToG2();

    /// <summary>What a proof of possession of a beacon key signs.</summary>
    public Task<byte[]> PossessionMessageAsync(Address aggregator, G2Affine key, CancellationToken cancellation = default) =>
        CallAsync<byte[]>("possessionMessageOf", cancellation, aggregator, key.ToAbi());

    /// <summary>Registers a key under which the sender's committees are drawn from its next job on.</summary>
    /// <param name="key">The public key.</param>
    /// <param name="possession">The signature of <see cref="PossessionMessageAsync"/> under the possession tag.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<SentTransaction> RegisterBeaconKeyAsync(
        G2Affine key, G1Affine possession, CancellationToken cancellation = default) =>
        SendAsync("registerBeaconKey", cancellation, key.ToAbi(), possession.ToAbi());

    /// <summary>A round's request, or null when there was none.</summary>
    public async Task<CommitteeRequest?> RequestOfAsync(RoundId round, CancellationToken cancellation = default)
    {
        AbiValues request = await CallAsync<AbiValues>("requestOf", cancellation, round.Number).ConfigureAwait(false);
        if (request.Address("aggregator").IsZero) return null;
        return new CommitteeRequest
        {
            Aggregator = request.Address("aggregator"),
            KeyVersion = request.UInt64("keyVersion"),
            RequestBlock = request.UInt64("requestBlock"),
            PreviousRandao = request.Hash("prevrandao"),
            Entropy = request.Hash("entropy"),
            Members = request.Int32("members"),
            Candidates = request.Int32("candidates"),
            TotalStake = request.Integer("totalStake"),
            IsFulfilled = request.Boolean("fulfilled"),
        };
    }

    /// <summary>What the beacon must sign for a round; refused before the entropy is known.</summary>
    public Task<byte[]> MessageOfAsync(RoundId round, CancellationToken cancellation = default) =>
        CallAsync<byte[]>("messageOf", cancellation, round.Number);

    /// <summary>Keeps the block hash that a round's draw needs, before the chain forgets it (256 blocks); anyone may.</summary>
    public Task<SentTransaction> RecordEntropyAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("recordEntropy", cancellation, round.Number);

    /// <summary>Draws a round's committee from the beacon's signature; anyone may.</summary>
    public Task<SentTransaction> FulfilAsync(RoundId round, G1Affine signature, CancellationToken cancellation = default) =>
        SendAsync("fulfil", cancellation, round.Number, signature.ToAbi());

    /// <summary>Whether a provider is of a round's committee.</summary>
    public Task<bool> IsMemberAsync(RoundId round, Address provider, CancellationToken cancellation = default) =>
        CallAsync<bool>("isMember", cancellation, round.Number, provider);

    /// <summary>A round's committee in the order in which it was drawn; empty before.</summary>
    public async Task<IReadOnlyList<Address>> CommitteeOfAsync(RoundId round, CancellationToken cancellation = default) =>
        (await Contract.CallAsync("getCommittee", [round.Number], default, cancellation).ConfigureAwait(false)).List<Address>("value");
}
