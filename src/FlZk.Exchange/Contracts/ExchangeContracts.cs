using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Contracts;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Exchange.Contracts;

/// <summary>An exchange's contracts, bound for one account.</summary>
public sealed class ExchangeContracts
{
    /// <summary>Binds the contracts at known addresses.</summary>
    /// <param name="web3">The account and its node; it outlives this object.</param>
    /// <param name="addresses">Where the contracts live; see <see cref="OpenAsync(Web3, Address, CancellationToken)"/> to find
    /// them.</param>
    public ExchangeContracts(Web3 web3, ExchangeAddresses addresses)
    {
        Web3 = web3;
        Addresses = addresses;
        Exchange = new DataExchangeContract(web3, addresses.Exchange);
        Coordinator = new ModelCoordinatorContract(web3, addresses.Coordinator, addresses.ChainId);
        StakeVault = new StakeVaultContract(web3, addresses.StakeVault);
        Distributor = new RewardDistributorContract(web3, addresses.Distributor);
        Token = new TokenContract(web3, addresses.Token);
        Reputation = new ReputationContract(web3, addresses.Reputation);
        Selector = new CommitteeSelectorContract(web3, addresses.Selector);
        Oracle = new DataQualityOracleContract(web3, addresses.Oracle);
        Settlement = new OptimisticSettlementContract(web3, addresses.Settlement);
        Disputes = new ContributionDisputesContract(web3, addresses.Disputes);
        Marketplace = new ModelMarketplaceContract(web3, addresses.Marketplace);
        Registry = new VerifierRegistryContract(web3, addresses.Registry);
        Governor = new ExchangeGovernorContract(web3, addresses.Governor);
        Timelock = new TimelockContract(web3, addresses.Timelock);
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

    /// <summary>Bounties, rewards and proceeds of licences.</summary>
    public RewardDistributorContract Distributor { get; }

    /// <summary>The stake token, which also votes.</summary>
    public TokenContract Token { get; }

    /// <summary>What rewards are multiplied by.</summary>
    public ReputationContract Reputation { get; }

    /// <summary>Committees.</summary>
    public CommitteeSelectorContract Selector { get; }

    /// <summary>Attestations of data sets.</summary>
    public DataQualityOracleContract Oracle { get; }

    /// <summary>Proposals without a proof, and their challenges.</summary>
    public OptimisticSettlementContract Settlement { get; }

    /// <summary>Contribution proofs that fail.</summary>
    public ContributionDisputesContract Disputes { get; }

    /// <summary>Licences to finalised models.</summary>
    public ModelMarketplaceContract Marketplace { get; }

    /// <summary>The verifiers that jobs may name.</summary>
    public VerifierRegistryContract Registry { get; }

    /// <summary>Decisions of the token's holders.</summary>
    public ExchangeGovernorContract Governor { get; }

    /// <summary>Carries decisions out.</summary>
    public TimelockContract Timelock { get; }

    /// <summary>The account that sends.</summary>
    /// <exception cref="InvalidOperationException">These contracts are bound for reading only.</exception>
    public Address Sender => Web3.Account?.Address
        ?? throw new InvalidOperationException("These contracts are bound without an account: they can be read only.");

    /// <summary>Finds all contracts from the exchange's address alone and checks that they are one deployment.</summary>
    /// <param name="web3">The account and its node; without an account the contracts can be read only.</param>
    /// <param name="exchange">The address of <c>DataExchange</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChainException">The node cannot be reached, or no exchange lives at the address.</exception>
    public static async Task<ExchangeContracts> OpenAsync(Web3 web3, Address exchange, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(web3);
        ulong chainId = await web3.Client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        if ((await web3.Client.GetCodeAsync(exchange, default, cancellation).ConfigureAwait(false)).Length == 0)
            throw new ChainException($"No contract lives at {exchange} on chain {chainId}.");
        Task<Address> Peer(ContractAbi abi, Address of, string peer) =>
            web3.Bind(abi, of).CallAsync<Address>(peer, [], default, cancellation);
        Address coordinator = await Peer(ExchangeAbi.DataExchange, exchange, "coordinator").ConfigureAwait(false);
        Address vault = await Peer(ExchangeAbi.DataExchange, exchange, "stakeVault").ConfigureAwait(false);
        Address distributor = await Peer(ExchangeAbi.DataExchange, exchange, "distributor").ConfigureAwait(false);
        Address timelock = await Peer(ExchangeAbi.DataExchange, exchange, "timelock").ConfigureAwait(false);
        var addresses = new ExchangeAddresses
        {
            ChainId = chainId,
            Exchange = exchange,
            Coordinator = coordinator,
            StakeVault = vault,
            Distributor = distributor,
            Token = await Peer(ExchangeAbi.StakeVault, vault, "stakeToken").ConfigureAwait(false),
            Reputation = await Peer(ExchangeAbi.ModelCoordinator, coordinator, "reputation").ConfigureAwait(false),
            Selector = await Peer(ExchangeAbi.DataExchange, exchange, "selector").ConfigureAwait(false),
            Oracle = await Peer(ExchangeAbi.DataExchange, exchange, "oracle").ConfigureAwait(false),
            Settlement = await Peer(ExchangeAbi.StakeVault, vault, "settlement").ConfigureAwait(false),
            Disputes = await Peer(ExchangeAbi.StakeVault, vault, "disputes").ConfigureAwait(false),
            Marketplace = await Peer(ExchangeAbi.RewardDistributor, distributor, "marketplace").ConfigureAwait(false),
            Registry = await Peer(ExchangeAbi.DataExchange, exchange, "registry").ConfigureAwait(false),
            Governor = await GovernorAsync(web3, timelock, cancellation).ConfigureAwait(false),
            Timelock = timelock,
        };
        return await OpenAsync(web3, addresses, cancellation).ConfigureAwait(false);
    }

    /// <summary>Binds contracts at known addresses after checking that every module there was built for exactly these addresses.</summary>
    /// <param name="web3">The account and its node; without an account the contracts can be read only.</param>
    /// <param name="addresses">Where the contracts live.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChainException">The node cannot be reached, or the contracts there are no whole exchange.</exception>
    public static async Task<ExchangeContracts> OpenAsync(
        Web3 web3, ExchangeAddresses addresses, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(web3);
        ArgumentNullException.ThrowIfNull(addresses);
        Address treasury = await web3.Bind(ExchangeAbi.StakeVault, addresses.StakeVault).CallAsync<Address>(
            "treasury", [], default, cancellation).ConfigureAwait(false);
        Hash32 wiring = addresses.WiringHash(treasury);
        foreach ((string name, Address module) in addresses.Named.Where(static named => DeploymentPlan.Modules.Contains(named.Name)))
        {
            // The governor has no part in the wiring: the timelock names it.
            if (name == "ExchangeGovernor") continue;
            byte[] built = await web3.Bind(ExchangeAbi.DataExchange, module).CallAsync<byte[]>(
                "wiringHash", [], default, cancellation).ConfigureAwait(false);
            if (new Hash32(built) != wiring)
            {
                throw new ChainException(
                    $"{name} at {module} was built for other peers than these: the contracts around {addresses.Exchange} are no whole "
                    + "exchange.");
            }
        }

        var contracts = new ExchangeContracts(web3, addresses);
        return addresses.Governor.IsZero
            || await contracts.Timelock.HasRoleAsync("PROPOSER_ROLE", addresses.Governor, cancellation).ConfigureAwait(false)
            ? contracts
            : throw new ChainException($"The timelock of {addresses.Exchange} takes no proposals from {addresses.Governor}.");
    }

    /// <summary>The same contracts for another account on the same node.</summary>
    public ExchangeContracts For(Web3 web3) => new(web3, Addresses);

    /// <summary>Binds a linked verifier.</summary>
    public LinkedVerifierContract Verifier(Address address) => new(Web3, address);

    /// <summary>Binds a verifier of contribution proofs.</summary>
    public ContributionVerifierContract ContributionVerifier(Address address) => new(Web3, address);

    /// <summary>The timelock's one proposer, told by the event of its role; zero when the node shows none.</summary>
    private static async Task<Address> GovernorAsync(Web3 web3, Address timelock, CancellationToken cancellation)
    {
        Contract contract = web3.Bind(ExchangeAbi.Timelock, timelock);
        byte[] proposer = await contract.CallAsync<byte[]>("PROPOSER_ROLE", [], default, cancellation).ConfigureAwait(false);
        IReadOnlyList<ContractEvent> granted = await contract.GetEventsAsync(
            "RoleGranted", 0, null, new Dictionary<string, object> { ["role"] = proposer }, cancellation).ConfigureAwait(false);
        foreach (ContractEvent one in granted.Reverse())
        {
            Address account = one.Fields.Address("account");
            if (await contract.CallAsync<bool>("hasRole", [proposer, account], default, cancellation).ConfigureAwait(false)) return account;
        }

        return default;
    }
}
