using System.Numerics;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Jobs;

/// <summary>Everything a job is; nothing in it changes after its creation. The members are those of the contract's struct.</summary>
public sealed record TrainingJobSpec
{
    /// <summary>The ERC-20 of the bounty; zero for native ETH, which then comes with the job's creation.</summary>
    public required Address BountyToken { get; init; }

    /// <summary>For all rounds together, in the token's smallest units; each finalised round pays its exact share.</summary>
    public required BigInteger Bounty { get; init; }

    /// <summary>The linked verifier that settles the rounds.</summary>
    public required Address Verifier { get; init; }

    /// <summary>Keccak-256 of the verifier's code; the coordinator compares it before every settlement.</summary>
    public required Hash32 VerifierCodeHash { get; init; }

    /// <summary>Keccak-256 of the linked verification key's blob.</summary>
    public required Hash32 KeyId { get; init; }

    /// <summary>d, parameters of the model.</summary>
    public required int Dimension { get; init; }

    /// <summary>M, chunks of a model; the verifier's.</summary>
    public required int ChunkCount { get; init; }

    /// <summary>How many finalised rounds are wanted.</summary>
    public required int RoundCount { get; init; }

    /// <summary>Fewest commits, and fewest reveals, for a round to go on.</summary>
    public int MinProviders { get; init; } = 1;

    /// <summary>Most providers that may register.</summary>
    public int MaxProviders { get; init; } = 16;

    /// <summary>Largest weight of one provider; times <see cref="MaxProviders"/> below 2^weightBits.</summary>
    public required long MaxWeight { get; init; }

    /// <summary>The bond each provider locks, in the stake token's smallest units.</summary>
    public required BigInteger ProviderStake { get; init; }

    /// <summary>The bond the aggregator locks, in the stake token's smallest units.</summary>
    public required BigInteger AggregatorStake { get; init; }

    /// <summary>The only account that may settle a round before its deadline.</summary>
    public required Address Aggregator { get; init; }

    /// <summary>Takes over when the aggregator is late; zero for none.</summary>
    public Address BackupAggregator { get; init; }

    /// <summary>Longest duration of the commit phase.</summary>
    public TimeSpan CommitDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest duration of the delivery phase.</summary>
    public TimeSpan DeliveryDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest duration of the reveal phase.</summary>
    public TimeSpan RevealDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest time the aggregator has to settle, and the backup again after it.</summary>
    public TimeSpan AggregationDuration { get; init; } = TimeSpan.FromHours(2);

    /// <summary>No round starts after this time; from then on anyone may close the job.</summary>
    public required DateTimeOffset Expiry { get; init; }

    /// <summary>Keccak-256 of the packed initial model, from which the first round trains.</summary>
    public Hash32 InitialModelHash { get; init; }

    /// <summary>A content address of the job's description, model architecture and training recipe.</summary>
    public Hash32 DescriptionHash { get; init; }

    /// <summary>Providers drawn for each round, weighted by stake; 0 lets everybody take part.</summary>
    public int CommitteeSize { get; init; }

    /// <summary>Stake, in the stake token's smallest units, that one unit of rewarded weight needs; 0 rewards any weight.</summary>
    public BigInteger StakePerWeight { get; init; }

    /// <summary>What timeliness falls to over the reveal phase, in basis points of the full reward.</summary>
    public int TimelinessFloor { get; init; } = 10_000;

    /// <summary>What a reveal without a contribution proof counts, in basis points, when the job names a contribution verifier but does not
    /// require proofs.</summary>
    public int UnprovedFactor { get; init; } = 10_000;

    /// <summary>Whether a reveal needs a contribution proof.</summary>
    public bool RequireContributionProof { get; init; }

    /// <summary>How rounds are settled.</summary>
    public SettlementMode Settlement { get; init; }

    /// <summary>How long a proposal may be challenged; for <see cref="SettlementMode.Optimistic"/> alone.</summary>
    public TimeSpan ChallengeWindow { get; init; }

    /// <summary>Longest time from the verified proof until the model is published.</summary>
    public TimeSpan PublicationDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The verifier of contribution proofs; zero for none.</summary>
    public Address ContributionVerifier { get; init; }

    /// <summary>The bound on an update's squared norm, in squared fixed-point units, that contribution proofs show.</summary>
    public BigInteger MaxSquaredNorm { get; init; }

    /// <summary>The least attested quality of a data set, in basis points; 0 needs no attestation.</summary>
    public int MinDatasetQuality { get; init; }

    /// <summary>The contract's struct, member by member.</summary>
    internal object[] ToAbi() =>
    [
        BountyToken, Bounty, Verifier, VerifierCodeHash, KeyId, Dimension, ChunkCount, 0, RoundCount, MinProviders, MaxProviders, MaxWeight,
        ProviderStake, AggregatorStake, Aggregator, BackupAggregator,
        (long)CommitDuration.TotalSeconds, (long)DeliveryDuration.TotalSeconds,
        (long)RevealDuration.TotalSeconds, (long)AggregationDuration.TotalSeconds,
        Expiry.ToUnixTimeSeconds(), InitialModelHash, DescriptionHash, CommitteeSize, StakePerWeight, TimelinessFloor, UnprovedFactor,
        RequireContributionProof, (int)Settlement, (long)ChallengeWindow.TotalSeconds, (long)PublicationDuration.TotalSeconds,
        ContributionVerifier, MaxSquaredNorm, MinDatasetQuality,
    ];

    /// <summary>Reads the contract's struct.</summary>
    /// <exception cref="AbiException">A member is outside its range.</exception>
    internal static TrainingJobSpec FromAbi(AbiValues values) => new()
    {
        BountyToken = values.Address("bountyToken"),
        Bounty = values.Integer("bounty"),
        Verifier = values.Address("verifier"),
        VerifierCodeHash = values.Hash("verifierCodeHash"),
        KeyId = values.Hash("keyId"),
        Dimension = values.Int32("dimension"),
        ChunkCount = values.Int32("chunkCount"),
        RoundCount = values.Int32("roundCount"),
        MinProviders = values.Int32("minProviders"),
        MaxProviders = values.Int32("maxProviders"),
        MaxWeight = values.Int64("maxWeight"),
        ProviderStake = values.Integer("providerStake"),
        AggregatorStake = values.Integer("aggregatorStake"),
        Aggregator = values.Address("aggregator"),
        BackupAggregator = values.Address("backupAggregator"),
        CommitDuration = TimeSpan.FromSeconds(values.Int64("commitDuration")),
        DeliveryDuration = TimeSpan.FromSeconds(values.Int64("deliveryDuration")),
        RevealDuration = TimeSpan.FromSeconds(values.Int64("revealDuration")),
        AggregationDuration = TimeSpan.FromSeconds(values.Int64("aggregationDuration")),
        Expiry = DateTimeOffset.FromUnixTimeSeconds(Math.Min(values.Int64("expiry"), DateTimeOffset.MaxValue.ToUnixTimeSeconds())),
        InitialModelHash = values.Hash("initialModelHash"),
        DescriptionHash = values.Hash("descriptionHash"),
        CommitteeSize = values.Int32("committeeSize"),
        StakePerWeight = values.Integer("stakePerWeight"),
        TimelinessFloor = values.Int32("timelinessFloor"),
        UnprovedFactor = values.Int32("unprovedFactor"),
        RequireContributionProof = values.Boolean("requireContributionProof"),
        Settlement = (SettlementMode)values.Int32("settlement"),
        ChallengeWindow = TimeSpan.FromSeconds(values.Int64("challengeWindow")),
        PublicationDuration = TimeSpan.FromSeconds(values.Int64("publicationDuration")),
        ContributionVerifier = values.Address("contributionVerifier"),
        MaxSquaredNorm = values.Integer("maxSquaredNorm"),
        MinDatasetQuality = values.Int32("minDatasetQuality"),
    };
}
