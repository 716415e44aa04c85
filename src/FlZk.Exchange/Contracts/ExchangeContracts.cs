using FlZk.Ethereum;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>An exchange's contracts, bound for one account.</summary>
public sealed class ExchangeContracts
{
    /// <summary>Binds the contracts at known addresses.</summary>
    /// <param name="web3">The account and its node; it outlives this object.</param>
    /// <param name="addresses">Where the contracts live; see <see cref="OpenAsync"/> to find them.</param>
    public ExchangeContracts(Web3 web3, ExchangeAddresses addresses)
    {
        Web3 = web3;
        Addresses = addresses;
        Exchange = new DataExchangeContract(web3, addresses.Exchange);
        Coordinator = new ModelCoordinatorContract(web3, addresses.Coordinator, addresses.ChainId);
        StakeVault = new StakeVaultContract(web3, addresses.StakeVault);
        Distributor = new RewardDistributorContract(web3, addresses.Distributor);
        Token = new TokenContract(web3, addresses.Token);
    }

    /// <summary>The account and its node.</summary>
    public Web3 Web3 { get; }

    /// <summary>Where the contracts live.</summary>
    public ExchangeAddresses Addresses { get; }

    /// <summary>The chain's id.</summary>
    public ulong ChainId => Addresses.ChainId;

    /// <summary>Jobs, data sets, contributors.</summary>
    public DataExchangeContract Exchange { get; }

    /// <summary>Rounds.</summary>
    public ModelCoordinatorContract Coordinator { get; }

    /// <summary>Bonds.</summary>
    public StakeVaultContract StakeVault { get; }

    /// <summary>Bounties and rewards.</summary>
    public RewardDistributorContract Distributor { get; }

    /// <summary>The stake token.</summary>
    public TokenContract Token { get; }

    /// <summary>The account that sends.</summary>
    /// <exception cref="InvalidOperationException">These contracts are bound for reading only.</exception>
    public Address Sender => Web3.Account?.Address
        ?? throw new InvalidOperationException("These contracts are bound without an account: they can be read only.");

    /// <summary>Finds all contracts from the exchange's address and checks that they name each other.</summary>
    /// <param name="web3">The account and its node; without an account the contracts can be read only.</param>
    /// <param name="exchange">The address of <c>DataExchange</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChainException">The node cannot be reached, or no exchange lives at the address.</exception>
    public static async Task<ExchangeContracts> OpenAsync(Web3 web3, Address exchange, CancellationToken cancellation = default)
    {
        ulong chainId = await web3.Client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        if ((await web3.Client.GetCodeAsync(exchange, default, cancellation).ConfigureAwait(false)).Length == 0)
            throw new ChainException($"No contract lives at {exchange} on chain {chainId}.");
        Contract entry = web3.Bind(ExchangeAbi.DataExchange, exchange);
        Address coordinator = await entry.CallAsync<Address>("coordinator", [], default, cancellation).ConfigureAwait(false);
        Address vault = await entry.CallAsync<Address>("stakeVault", [], default, cancellation).ConfigureAwait(false);
        Address distributor = await entry.CallAsync<Address>("distributor", [], default, cancellation).ConfigureAwait(false);
        Contract rounds = web3.Bind(ExchangeAbi.ModelCoordinator, coordinator);
        Contract rewards = web3.Bind(ExchangeAbi.RewardDistributor, distributor);
        if (await rounds.CallAsync<Address>("exchange", [], default, cancellation).ConfigureAwait(false) != exchange
            || await rewards.CallAsync<Address>("exchange", [], default, cancellation).ConfigureAwait(false) != exchange
            || await rewards.CallAsync<Address>("coordinator", [], default, cancellation).ConfigureAwait(false) != coordinator)
        {
            throw new ChainException(
                $"{exchange} names a coordinator and a distributor that do not name it back: this is not a whole exchange.");
        }

        return new ExchangeContracts(web3, new ExchangeAddresses
        {
            ChainId = chainId,
            Exchange = exchange,
            Coordinator = coordinator,
            StakeVault = vault,
            Distributor = distributor,
            Token = await new StakeVaultContract(web3, vault).StakeTokenAsync(cancellation).ConfigureAwait(false),
        });
    }

    /// <summary>The same contracts for another account on the same node.</summary>
    public ExchangeContracts For(Web3 web3) => new(web3, Addresses);

    /// <summary>Binds a linked verifier.</summary>
    public LinkedVerifierContract Verifier(Address address) => new(Web3, address);
}
