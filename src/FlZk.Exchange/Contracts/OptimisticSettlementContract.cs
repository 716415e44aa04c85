using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>OptimisticSettlement</c>: challenges of models that were proposed without a proof.</summary>
public sealed class OptimisticSettlementContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public OptimisticSettlementContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.OptimisticSettlement, address)
    {
    }

    /// <summary>What a challenge in a job locks of the challenger's free bond, in the stake token's smallest units.</summary>
    public Task<BigInteger> ChallengeBondAsync(ulong job, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("challengeBond", cancellation, job);

    /// <summary>A round's challenge; null when there is none.</summary>
    public async Task<RoundChallenge?> GetChallengeAsync(RoundId round, CancellationToken cancellation = default)
    {
        AbiValues challenge = await CallAsync<AbiValues>("getChallenge", cancellation, round.Number).ConfigureAwait(false);
        return challenge.Address("challenger").IsZero
            ? null
            : new RoundChallenge(challenge.Address("challenger"), challenge.Integer("bond"), challenge.Boolean("resolved"));
    }

    /// <summary>Demands the proof of a round's proposal within its window. The sender's bond is locked, and lost if the proof comes; if it
    /// does not, the sender gets its share of the proposer's bond when the round is failed.</summary>
    public Task<SentTransaction> ChallengeAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("challenge", cancellation, round.Number);

    /// <summary>Ends a challenge once the proof was given or the round failed, at any time with the same outcome; anyone may.</summary>
    public Task<SentTransaction> ResolveAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("resolve", cancellation, round.Number);
}
