using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <summary>Where an exchange's contracts live; upgradeable ones at their proxies.</summary>
public sealed record ExchangeAddresses
{
    /// <summary>The chain's id (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary><c>DataExchange</c>: from which the others can be found.</summary>
    public required Address Exchange { get; init; }

    /// <summary><c>ModelCoordinator</c>: the rounds.</summary>
    public required Address Coordinator { get; init; }

    /// <summary><c>StakeVault</c>: bonds.</summary>
    public required Address StakeVault { get; init; }

    /// <summary><c>RewardDistributor</c>: bounties and rewards.</summary>
    public required Address Distributor { get; init; }

    /// <summary><c>FltToken</c>: stakes and votes.</summary>
    public required Address Token { get; init; }

    /// <summary><c>Reputation</c>: what rewards are multiplied by.</summary>
    public required Address Reputation { get; init; }

    /// <summary><c>CommitteeSelector</c>: committees.</summary>
    public required Address Selector { get; init; }

    /// <summary><c>DataQualityOracle</c>: attestations of data sets.</summary>
    public required Address Oracle { get; init; }

    /// <summary><c>OptimisticSettlement</c>: proposals and challenges.</summary>
    public required Address Settlement { get; init; }

    /// <summary><c>ContributionDisputes</c>: contribution proofs that fail.</summary>
    public required Address Disputes { get; init; }

    /// <summary><c>ModelMarketplace</c>: licences.</summary>
    public required Address Marketplace { get; init; }

    /// <summary><c>VerifierRegistry</c>: the verifiers that jobs may name.</summary>
    public required Address Registry { get; init; }

    /// <summary><c>ExchangeGovernor</c>: decisions.</summary>
    public required Address Governor { get; init; }

    /// <summary><c>ExchangeTimelock</c>: carries decisions out; owns what they may change.</summary>
    public required Address Timelock { get; init; }

    /// <summary>All of them by the contracts' names.</summary>
    internal IReadOnlyList<(string Name, Address Address)> Named =>
    [
        ("DataExchange", Exchange),
        ("ModelCoordinator", Coordinator),
        ("StakeVault", StakeVault),
        ("RewardDistributor", Distributor),
        ("FltToken", Token),
        ("Reputation", Reputation),
        ("CommitteeSelector", Selector),
        ("DataQualityOracle", Oracle),
        ("OptimisticSettlement", Settlement),
        ("ContributionDisputes", Disputes),
        ("ModelMarketplace", Marketplace),
        ("VerifierRegistry", Registry),
        ("ExchangeGovernor", Governor),
        ("ExchangeTimelock", Timelock),
    ];

    /// <summary>keccak256(abi.encode(wiring)): what every module keeps of the deployment it was built for.</summary>
    /// <param name="treasury">Who collects slashed stake.</param>
    internal Hash32 WiringHash(Address treasury) => Keccak256.Hash(AbiEncoder.Encode(
        "(address,address,address,address,address,address,address,address,address,address,address,address,address,address)",
        Timelock, Token, treasury, StakeVault, Distributor, Registry, Exchange, Coordinator, Reputation, Selector, Oracle, Settlement,
        Disputes, Marketplace));

    /// <summary>Puts addresses found by the contracts' names together.</summary>
    /// <exception cref="KeyNotFoundException">One is missing.</exception>
    internal static ExchangeAddresses Of(ulong chainId, IReadOnlyDictionary<string, Address> named) => new()
    {
        ChainId = chainId,
        Exchange = named["DataExchange"],
        Coordinator = named["ModelCoordinator"],
        StakeVault = named["StakeVault"],
        Distributor = named["RewardDistributor"],
        Token = named["FltToken"],
        Reputation = named["Reputation"],
        Selector = named["CommitteeSelector"],
        Oracle = named["DataQualityOracle"],
        Settlement = named["OptimisticSettlement"],
        Disputes = named["ContributionDisputes"],
        Marketplace = named["ModelMarketplace"],
        Registry = named["VerifierRegistry"],
        Governor = named["ExchangeGovernor"],
        Timelock = named["ExchangeTimelock"],
    };
}
