using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary><c>Reputation</c>: what providers' rewards are multiplied by.</summary>
public sealed class ReputationContract : BoundContract
{
    /// <summary>Binds the contract at an address.</summary>
    public ReputationContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.Reputation, address)
    {
    }

    /// <summary>What a provider's rewards are multiplied by now, in basis points: 10,000 for newcomers, below 20,000 for anybody.</summary>
    public async Task<int> MultiplierOfAsync(Address provider, CancellationToken cancellation = default) =>
        (int)await CallAsync<BigInteger>("multiplierOf", cancellation, provider).ConfigureAwait(false);

    /// <summary>A provider's score now, in 1/10^18.</summary>
    public Task<BigInteger> ScoreOfAsync(Address provider, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("scoreOf", cancellation, provider);

    /// <summary>What is recorded of a provider.</summary>
    public async Task<ProviderStanding> StandingOfAsync(Address provider, CancellationToken cancellation = default)
    {
        AbiValues standing = await CallAsync<AbiValues>("standingOf", cancellation, provider).ConfigureAwait(false);
        return new ProviderStanding(standing.Integer("score"), Time(standing.Integer("updatedAt")), standing.Int64("faults"));
    }

    /// <summary>The job's last round that a provider was credited for; 0 for none.</summary>
    public async Task<int> LastCreditedAsync(ulong job, Address provider, CancellationToken cancellation = default) =>
        (int)await CallAsync<BigInteger>("lastCredited", cancellation, job, provider).ConfigureAwait(false);

    /// <summary>Counts the sender's part in a finalised round, once, while its stake is locked for the job.</summary>
    public Task<SentTransaction> CreditAsync(RoundId round, CancellationToken cancellation = default) =>
        SendAsync("credit", cancellation, round.Number);
}
