using System.Globalization;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Exchange.Records;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Contracts;

/// <summary>The creations of a deployment in order, each at the address that the deployer's nonce gives it, and the file from which an
/// interrupted one goes on.</summary>
/// <remarks>The contracts name each other as immutables, so each must know addresses that do not exist yet. Verifiers come first, then what
/// cannot be upgraded, then an implementation and its proxy for every module.</remarks>
internal sealed record DeploymentPlan
{
    private const string Schema = "flzk/deployment-plan/1";

    /// <summary>Contracts that stand for themselves, in the order of their creation.</summary>
    public static IReadOnlyList<string> Fixed { get; } = ["FltToken", "ExchangeTimelock", "StakeVault", "RewardDistributor"];

    /// <summary>Upgradeable contracts, in the order of their creation.</summary>
    public static IReadOnlyList<string> Modules { get; } =
    [
        "DataExchange", "ModelCoordinator", "VerifierRegistry", "Reputation", "CommitteeSelector", "DataQualityOracle",
        "OptimisticSettlement", "ContributionDisputes", "ModelMarketplace", "ExchangeGovernor",
    ];

    /// <summary>The names under which an address book lists the contracts.</summary>
    public static IEnumerable<string> Contracts => Fixed.Concat(Modules);

    public required ulong ChainId { get; init; }

    public required Hash32 Genesis { get; init; }

    public required Address Deployer { get; init; }

    /// <summary>The nonce of the first creation.</summary>
    public required ulong FirstNonce { get; init; }

    /// <summary>The last block before it.</summary>
    public required ulong Block { get; init; }

    /// <summary>SHA-256 of the contracts' sources.</summary>
    public required string Sources { get; init; }

    /// <summary>Keccak-256 of parameters and verifier keys.</summary>
    public required Hash32 Terms { get; init; }

    /// <summary>How many verifiers are created before the exchange.</summary>
    public required int Verifiers { get; init; }

    /// <summary>How many creations there are.</summary>
    public int Count => Verifiers + Fixed.Count + (2 * Modules.Count);

    /// <summary>The address of a creation.</summary>
    public Address At(int creation) => Address.OfCreated(Deployer, FirstNonce + (ulong)creation);

    /// <summary>Where a contract will live; an upgradeable one at its proxy.</summary>
    public Address Of(string contract) => Fixed.ToList().IndexOf(contract) is var place and >= 0
        ? At(Verifiers + place)
        : At(ProxyOf(contract));

    /// <summary>Where an upgradeable contract's implementation will live.</summary>
    public Address ImplementationOf(string contract) => At(ProxyOf(contract) - 1);

    public void Write(string path) => AtomicFile.Write(path, WriteJson);

    public static DeploymentPlan Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        record.RequireOnly("schema", "chainId", "genesis", "deployer", "firstNonce", "block", "sources", "terms", "verifiers");
        return new DeploymentPlan
        {
            ChainId = record.UInt64("chainId"),
            Genesis = record.Hash("genesis"),
            Deployer = record.Somebody("deployer"),
            FirstNonce = record.UInt64("firstNonce"),
            Block = record.UInt64("block"),
            Sources = record.Text("sources"),
            Terms = record.Hash("terms"),
            Verifiers = record.Int32("verifiers"),
        };
    }

    private int ProxyOf(string module) => Verifiers + Fixed.Count + (2 * Modules.ToList().IndexOf(module)) + 1;

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("chainId", ChainId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("genesis", Genesis.ToString());
        json.WriteString("deployer", Deployer.ToString());
        json.WriteString("firstNonce", FirstNonce.ToString(CultureInfo.InvariantCulture));
        json.WriteString("block", Block.ToString(CultureInfo.InvariantCulture));
        json.WriteString("sources", Sources);
        json.WriteString("terms", Terms.ToString());
        json.WriteNumber("verifiers", Verifiers);
        json.WriteEndObject();
    }
}
