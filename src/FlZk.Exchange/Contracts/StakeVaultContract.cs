using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Contracts;

/// <summary><c>StakeVault</c>: holds every bond. Every method throws <see cref="Ethereum.JsonRpc.ChainException"/>s.</summary>
public sealed class StakeVaultContract
{
    private readonly Contract _contract;

    /// <summary>Binds the vault at an address.</summary>
    public StakeVaultContract(Web3 web3, Address address) => _contract = web3.Bind(ExchangeAbi.StakeVault, address);

    /// <summary>Where it lives.</summary>
    public Address Address => _contract.Address;

    /// <summary>The token in which bonds are paid.</summary>
    public Task<Address> StakeTokenAsync(CancellationToken cancellation = default) =>
        _contract.CallAsync<Address>("stakeToken", [], default, cancellation);

    /// <summary>A node's bond.</summary>
    public async Task<Bond> BondOfAsync(Address node, CancellationToken cancellation = default)
    {
        AbiValues bond = await _contract.CallAsync<AbiValues>("bondOf", [node], default, cancellation).ConfigureAwait(false);
        long releasable = bond.Int64("releasableAt");
        return new Bond(
            bond.Integer("free"),
            bond.Integer("locked"),
            bond.Integer("unbonding"),
            releasable == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(releasable));
    }

    /// <summary>What a node has locked for one job.</summary>
    public Task<BigInteger> LockedForAsync(Address node, ulong job, CancellationToken cancellation = default) =>
        _contract.CallAsync<BigInteger>("lockedFor", [node, job], default, cancellation);

    /// <summary>Adds to the sender's free bond; the vault must be approved for the amount.</summary>
    public async Task<SentTransaction> DepositAsync(BigInteger amount, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("deposit", [amount], null, cancellation).ConfigureAwait(false));

    /// <summary>Starts the delay after which free bond may leave.</summary>
    public async Task<SentTransaction> StartUnbondingAsync(BigInteger amount, CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("startUnbonding", [amount], null, cancellation).ConfigureAwait(false));

    /// <summary>Pays out what has waited out its delay.</summary>
    public async Task<SentTransaction> WithdrawAsync(CancellationToken cancellation = default) =>
        SentTransaction.Of(await _contract.SendAsync("withdraw", [], null, cancellation).ConfigureAwait(false));
}
