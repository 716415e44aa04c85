using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <summary><c>StakeVault</c>: holds every bond.</summary>
public sealed class StakeVaultContract : BoundContract
{
    /// <summary>Binds the vault at an address.</summary>
    public StakeVaultContract(Web3 web3, Address address)
        : base(web3, ExchangeAbi.StakeVault, address)
    {
    }

    /// <summary>The token in which bonds are paid.</summary>
    public Task<Address> StakeTokenAsync(CancellationToken cancellation = default) =>
        CallAsync<Address>("stakeToken", cancellation);

    /// <summary>How long a bond waits before it leaves.</summary>
    public async Task<TimeSpan> UnbondingDelayAsync(CancellationToken cancellation = default) =>
        TimeSpan.FromSeconds((double)await CallAsync<BigInteger>("unbondingDelay", cancellation).ConfigureAwait(false));

    /// <summary>A node's bond.</summary>
    public async Task<Bond> BondOfAsync(Address node, CancellationToken cancellation = default)
    {
        AbiValues bond = await CallAsync<AbiValues>("bondOf", cancellation, node).ConfigureAwait(false);
        return new Bond(
            bond.Integer("free"),
            bond.Integer("locked"),
            bond.Integer("unbonding"),
            Time(bond.Integer("releasableAt")));
    }

    /// <summary>What a node has locked for one job.</summary>
    public Task<BigInteger> LockedForAsync(Address node, ulong job, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("lockedFor", cancellation, node, job);

    /// <summary>What a slash of all of it would be counted from: what a node has locked for a job, or what it unlocked less than an
    /// unbonding delay ago if that is more.</summary>
    public Task<BigInteger> LiableForAsync(Address node, ulong job, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("liableFor", cancellation, node, job);

    /// <summary>What a node owes for slashes that found too little.</summary>
    public Task<BigInteger> DebtOfAsync(Address node, CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("debtOf", cancellation, node);

    /// <summary>What a challenger who is right gets of the proposer's bond, in 1/10,000.</summary>
    public async Task<int> ChallengerShareAsync(CancellationToken cancellation = default) =>
        (int)await CallAsync<BigInteger>("CHALLENGER_SHARE", cancellation).ConfigureAwait(false);

    /// <summary>Adds to the sender's free bond; the vault must be approved for the amount.</summary>
    public Task<SentTransaction> DepositAsync(BigInteger amount, CancellationToken cancellation = default) =>
        SendAsync("deposit", cancellation, amount);

    /// <summary>Starts the delay after which free bond may leave.</summary>
    public Task<SentTransaction> StartUnbondingAsync(BigInteger amount, CancellationToken cancellation = default) =>
        SendAsync("startUnbonding", cancellation, amount);

    /// <summary>What slashing took that has not gone to the treasury yet.</summary>
    public Task<BigInteger> UncollectedProceedsAsync(CancellationToken cancellation = default) =>
        CallAsync<BigInteger>("uncollectedProceeds", cancellation);

    /// <summary>Who receives what slashing took and no provider was harmed by.</summary>
    public Task<Address> TreasuryAsync(CancellationToken cancellation = default) => CallAsync<Address>("treasury", cancellation);

    /// <summary>Pays what slashing took to the sender, who must be the treasury.</summary>
    public Task<SentTransaction> CollectProceedsAsync(CancellationToken cancellation = default) =>
        SendAsync("collectProceeds", cancellation);

    /// <summary>Pays out what has waited out its delay.</summary>
    public Task<SentTransaction> WithdrawAsync(CancellationToken cancellation = default) =>
        SendAsync("withdraw", cancellation);
}
