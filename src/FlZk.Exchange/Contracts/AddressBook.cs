using System.Globalization;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Records;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Contracts;

/// <summary>A deployment on record: its contracts, their implementations, the verifiers it lists, and the parameters it was made
/// with.</summary>
/// <remarks>The file is JSON of schema <c>flzk/address-book/1</c>. Its reader is strict: what is missing,
/// misspelt, doubled or zero is refused with the property's name.</remarks>
public sealed record AddressBook
{
    private const string Schema = "flzk/address-book/1";

    /// <summary>Where the contracts live.</summary>
    public required ExchangeAddresses Addresses { get; init; }

    /// <summary>The hash of the chain's first block: tells a restarted local chain from the one that was deployed to.</summary>
    public required Hash32 Genesis { get; init; }

    /// <summary>Who deployed; it has no part in the exchange thereafter, except where the parameters name it.</summary>
    public required Address Deployer { get; init; }

    /// <summary>The last block before the deployment: events begin after it.</summary>
    public required ulong DeployedAt { get; init; }

    /// <summary>SHA-256 of the contracts' sources, in hexadecimal.</summary>
    public required string Sources { get; init; }

    /// <summary>The implementations behind the upgradeable contracts at deployment, by the contracts' names.</summary>
    public required IReadOnlyDictionary<string, Address> Implementations { get; init; }

    /// <summary>The verifiers listed from the start.</summary>
    public required IReadOnlyList<DeployedVerifier> Verifiers { get; init; }

    /// <summary>The parameters, with every address filled in.</summary>
    public required DeploymentParameters Parameters { get; init; }

    /// <summary>Writes the book as JSON, whole or not at all.</summary>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, WriteJson);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FileFormatException">Not such a file; the message names the property.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static AddressBook Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        record.RequireOnly(
            "schema", "chainId", "genesis", "deployer", "deployedAt", "sources", "contracts", "verifiers", "parameters");
        var addresses = new Dictionary<string, Address>();
        var implementations = new Dictionary<string, Address>();
        foreach (JsonRecord contract in record.List("contracts"))
        {
            contract.RequireOnly("name", "address", "implementation");
            string name = contract.Text("name");
            if (!addresses.TryAdd(name, contract.Somebody("address")))
                throw record.Refuse("contracts", $"of one entry for each contract, and {name} has two");
            if (contract.Has("implementation")) implementations.Add(name, contract.Somebody("implementation"));
        }

        IReadOnlyList<string> wanted = [.. DeploymentPlan.Contracts];
        if (wanted.FirstOrDefault(name => !addresses.ContainsKey(name)) is { } missing)
            throw record.Refuse("contracts", $"complete, and {missing} is missing");
        if (addresses.Keys.FirstOrDefault(name => !wanted.Contains(name)) is { } unknown)
            throw record.Refuse("contracts", $"of the exchange's contracts, and '{unknown}' is none");
        return new AddressBook
        {
            Addresses = ExchangeAddresses.Of(record.UInt64("chainId"), addresses),
            Genesis = record.Hash("genesis"),
            Deployer = record.Somebody("deployer"),
            DeployedAt = record.UInt64("deployedAt"),
            Sources = record.Text("sources"),
            Implementations = implementations,
            Verifiers = [.. record.List("verifiers").Select(ReadVerifier)],
            Parameters = ReadParameters(record.Object("parameters")),
        };
    }

    /// <summary>Binds the contracts, after checking that the node's chain is the book's and that the contracts there name each
    /// other.</summary>
    /// <param name="web3">The account and its node; without an account the contracts can be read only.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ChainException">The node cannot be reached, is on another chain, or other contracts live at the
    /// addresses.</exception>
    public async Task<ExchangeContracts> OpenAsync(Web3 web3, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(web3);
        ulong chainId = await web3.Client.GetChainIdAsync(cancellation).ConfigureAwait(false);
        if (chainId != Addresses.ChainId)
            throw new ChainException($"The address book is of chain {Addresses.ChainId}, the node is on chain {chainId}.");
        BlockHeader? first = await web3.Client.GetBlockAsync(BlockReference.Earliest, cancellation).ConfigureAwait(false);
        if (first is not null && first.Hash != Genesis)
        {
            throw new ChainException(
                $"The node's chain {chainId} begins with block {first.Hash}, the address book's with {Genesis}: it is another chain, or a "
                + "local "
                + "one that was started anew.");
        }

        return await ExchangeContracts.OpenAsync(web3, Addresses, cancellation).ConfigureAwait(false);
    }

    private static DeployedVerifier ReadVerifier(JsonRecord verifier)
    {
        verifier.RequireOnly("kind", "address", "codeHash", "keyId");
        VerifierKind kind = verifier.Text("kind") switch
        {
            "aggregate" => VerifierKind.Aggregate,
            "contribution" => VerifierKind.Contribution,
            _ => throw verifier.Refuse("kind", "'aggregate' or 'contribution'"),
        };
        return new DeployedVerifier(kind, verifier.Somebody("address"), verifier.Hash("codeHash"), verifier.Hash("keyId"));
    }

    private static DeploymentParameters ReadParameters(JsonRecord parameters)
    {
        parameters.RequireOnly(
            "treasury", "guardian", "tokenHolder", "unbondingDelay", "timelockDelay", "votingDelay", "votingPeriod", "proposalThreshold",
            "quorumPercent");
        return new DeploymentParameters
        {
            Treasury = parameters.Somebody("treasury"),
            Guardian = parameters.Somebody("guardian"),
            TokenHolder = parameters.Somebody("tokenHolder"),
            UnbondingDelay = parameters.Seconds("unbondingDelay"),
            TimelockDelay = parameters.Seconds("timelockDelay"),
            VotingDelay = parameters.Seconds("votingDelay"),
            VotingPeriod = parameters.Seconds("votingPeriod"),
            ProposalThreshold = parameters.Amount("proposalThreshold"),
            QuorumPercent = parameters.Int32("quorumPercent"),
        };
    }

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("chainId", Addresses.ChainId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("genesis", Genesis.ToString());
        json.WriteString("deployer", Deployer.ToString());
        json.WriteString("deployedAt", DeployedAt.ToString(CultureInfo.InvariantCulture));
        json.WriteString("sources", Sources);
        json.WriteStartArray("contracts");
        foreach ((string name, Address address) in Addresses.Named)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("address", address.ToString());
            if (Implementations.TryGetValue(name, out Address implementation))
                json.WriteString("implementation", implementation.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("verifiers");
        foreach (DeployedVerifier verifier in Verifiers)
        {
            json.WriteStartObject();
            json.WriteString("kind", verifier.Kind == VerifierKind.Aggregate ? "aggregate" : "contribution");
            json.WriteString("address", verifier.Address.ToString());
            json.WriteString("codeHash", verifier.CodeHash.ToString());
            json.WriteString("keyId", verifier.KeyId.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("parameters");
        WriteParameters(json, Parameters);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter json, DeploymentParameters parameters)
    {
        static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        json.WriteString("treasury", parameters.Treasury.ToString());
        json.WriteString("guardian", parameters.Guardian.ToString());
        json.WriteString("tokenHolder", parameters.TokenHolder.ToString());
        json.WriteString("unbondingDelay", Seconds(parameters.UnbondingDelay));
        json.WriteString("timelockDelay", Seconds(parameters.TimelockDelay));
        json.WriteString("votingDelay", Seconds(parameters.VotingDelay));
        json.WriteString("votingPeriod", Seconds(parameters.VotingPeriod));
        json.WriteString("proposalThreshold", parameters.ProposalThreshold.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("quorumPercent", parameters.QuorumPercent);
    }
}
