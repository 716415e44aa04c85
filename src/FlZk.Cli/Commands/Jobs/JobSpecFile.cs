using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;
using FlZk.Exchange.Keys;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Jobs;

/// <summary>A job's terms as a publisher writes them (JSON, <c>flzk/job/1</c>): amounts in tokens, times in words, files instead of
/// hashes.</summary>
internal static class JobSpecFile
{
    public const string Schema = "flzk/job/1";

    private const string Ether = "eth";
    private const string OwnToken = "flt";
    private const int StakeDecimals = 18;

    /// <summary>An example with every property, for <c>flzk job template</c>.</summary>
    public const string Template =
        """
        {
          "schema": "flzk/job/1",
          // Who pays, and for what: the bounty is for all rounds together. "flt", "eth", or the address of another ERC-20.
          "bountyToken": "flt",
          "bounty": "3000",
          "rounds": 3,
          // Without a verifier, the only listed one is taken; 'flzk verifier list'.
          "verifier": null,
          "minProviders": 2,
          "maxProviders": 16,
          "maxWeight": 65535,
          // Bonds in FLT; stakePerWeight: the stake that each unit of paid weight needs, 0 for no limit.
          "providerStake": "100",
          "aggregatorStake": "500",
          "stakePerWeight": "0",
          "aggregator": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
          "backupAggregator": null,
          // Each phase's longest duration.
          "commitDuration": "30m",
          "deliveryDuration": "30m",
          "revealDuration": "30m",
          "aggregationDuration": "2h",
          "publicationDuration": "30m",
          "expiry": "30d",
          // A committee of so many per round, drawn by stake; 0 for everybody.
          "committeeSize": 0,
          // What a late reveal's share falls to, and the share of a contribution without a proof.
          "timelinessFloor": "50%",
          "unprovedFactor": "100%",
          "contributionVerifier": null,
          "requireContributionProof": false,
          "maxSquaredNorm": "0",
          "minDatasetQuality": "0%",
          // "proved", or "optimistic" with a challenge window.
          "settlement": "proved",
          "challengeWindow": "0s",
          // Files that the job pins by their hashes, or "initialModelHash" and "descriptionHash" themselves.
          "initialModel": null,
          "description": null
        }
        """;

    /// <summary>Reads the terms and fills in what they pin: the verifier's code, key and shape.</summary>
    /// <exception cref="FileFormatException">The file does not say what a job needs.</exception>
    /// <exception cref="FlZk.Groth16.KeyException">The verifier's key is not allowed here.</exception>
    /// <exception cref="FlZk.Ethereum.JsonRpc.ChainException">The node cannot be reached, or no verifier lives there.</exception>
    public static async Task<TrainingJobSpec> ReadAsync(
        string path, ExchangeContracts contracts, KeyPolicy policy, Address? onlyVerifier, CancellationToken cancellation)
    {
        using SpecFile file = SpecFile.Read(path, Schema);
        Address token = TokenOf(file, contracts);
        int decimals = await JobText.DecimalsAsync(contracts, token, cancellation).ConfigureAwait(false);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var spec = new TrainingJobSpec
        {
            BountyToken = token,
            Bounty = file.Amount("bounty", decimals) ?? throw file.Bad("bounty", "an amount of the bounty's token, such as \"3000\""),
            Verifier = default,
            VerifierCodeHash = default,
            KeyId = default,
            Dimension = 0,
            ChunkCount = 0,
            RoundCount = Whole(file, "rounds", 1, int.MaxValue) ?? throw file.Bad("rounds", "the number of rounds wanted"),
            MinProviders = Whole(file, "minProviders", 1, ushort.MaxValue) ?? 1,
            MaxProviders = Whole(file, "maxProviders", 1, ushort.MaxValue) ?? 16,
            MaxWeight = file.Number("maxWeight", 1, uint.MaxValue) ?? throw file.Bad("maxWeight", "the largest weight, in samples"),
            ProviderStake = file.Amount("providerStake", StakeDecimals) ?? BigInteger.Zero,
            AggregatorStake = file.Amount("aggregatorStake", StakeDecimals) ?? BigInteger.Zero,
            StakePerWeight = file.Amount("stakePerWeight", StakeDecimals) ?? BigInteger.Zero,
            Aggregator = file.Address("aggregator") ?? throw file.Bad("aggregator", "the aggregator's address"),
            BackupAggregator = file.Address("backupAggregator") ?? default,
            CommitDuration = file.Duration("commitDuration") ?? TimeSpan.FromMinutes(30),
            DeliveryDuration = file.Duration("deliveryDuration") ?? TimeSpan.FromMinutes(30),
            RevealDuration = file.Duration("revealDuration") ?? TimeSpan.FromMinutes(30),
            AggregationDuration = file.Duration("aggregationDuration") ?? TimeSpan.FromHours(2),
            PublicationDuration = file.Duration("publicationDuration") ?? TimeSpan.FromMinutes(30),
            Expiry = file.Time("expiry", now) ?? now.AddDays(30),
            CommitteeSize = Whole(file, "committeeSize", 0, ushort.MaxValue) ?? 0,
            TimelinessFloor = file.BasisPoints("timelinessFloor") ?? 10_000,
            UnprovedFactor = file.BasisPoints("unprovedFactor") ?? 10_000,
            ContributionVerifier = file.Address("contributionVerifier") ?? default,
            RequireContributionProof = file.Boolean("requireContributionProof", otherwise: false),
            MaxSquaredNorm = file.Integer("maxSquaredNorm") ?? BigInteger.Zero,
            MinDatasetQuality = file.BasisPoints("minDatasetQuality") ?? 0,
            Settlement = SettlementOf(file),
            ChallengeWindow = file.Duration("challengeWindow") ?? TimeSpan.Zero,
            DescriptionHash = DescriptionOf(file),
        };
        Address? named = file.Address("verifier");
        (Hash32? hash, string? model) = (file.Hash("initialModelHash"), file.Text("initialModel"));
        if (hash is not null && model is not null) throw file.Bad("initialModelHash", "left out, as 'initialModel' names the file itself");
        file.RequireNothingElse();
        if (spec.MaxProviders < spec.MinProviders) throw file.Bad("maxProviders", $"at least minProviders, {spec.MinProviders}");

        Address verifier = named ?? onlyVerifier
            ?? throw file.Bad("verifier", "the address of a listed verifier ('flzk verifier list'), since not exactly one is listed");
        spec = await new Publisher(contracts, policy).PinVerifierAsync(spec, verifier, cancellation).ConfigureAwait(false);
        return spec with { InitialModelHash = hash ?? (model is null ? default : ModelHash(file, model, spec.Dimension)) };
    }

    private static int? Whole(SpecFile file, string name, int least, int most) => (int?)file.Number(name, least, most);

    private static Address TokenOf(SpecFile file, ExchangeContracts contracts) => file.Text("bountyToken") switch
    {
        null or OwnToken => contracts.Addresses.Token,
        Ether => default,
        _ => file.Address("bountyToken")!.Value,
    };

    private static SettlementMode SettlementOf(SpecFile file) => file.Text("settlement") switch
    {
        null or "proved" => SettlementMode.Proved,
        "optimistic" => SettlementMode.Optimistic,
        _ => throw file.Bad("settlement", "\"proved\" or \"optimistic\""),
    };

    private static Hash32 DescriptionOf(SpecFile file)
    {
        (Hash32? hash, string? text) = (file.Hash("descriptionHash"), file.Text("description"));
        if (hash is not null && text is not null) throw file.Bad("descriptionHash", "left out, as 'description' names the file itself");
        return hash ?? (text is null ? default : Keccak256.Hash(File.ReadAllBytes(Beside(file, text))));
    }

    private static Hash32 ModelHash(SpecFile file, string model, int dimension)
    {
        ModelParameters parameters = ModelFile.Read(Beside(file, model));
        if (parameters.Values.Length != dimension)
        {
            throw file.Bad(
                "initialModel", $"a model of {dimension} parameters, as the verifier's key has; this one has {parameters.Values.Length}");
        }

        var values = new int[dimension];
        FixedPointFormat.Default.Quantise(parameters.Values, values);
        return PackedModel.Hash(values, FixedPointFormat.Default.ValueBits);
    }

    // Files are named as seen from the file that names them.
    private static string Beside(SpecFile file, string name) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.Path))!, name);
}
