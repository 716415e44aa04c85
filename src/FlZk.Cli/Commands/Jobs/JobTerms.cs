using System.Numerics;
using FlZk.Exchange.Jobs;

namespace FlZk.Cli.Commands.Jobs;

/// <summary>A job's terms in JSON: amounts in smallest units, durations in seconds, fractions in 1/10,000.</summary>
internal sealed record JobTerms
{
    public required string BountyToken { get; init; }

    public required BigInteger Bounty { get; init; }

    public required string Verifier { get; init; }

    public required string VerifierCodeHash { get; init; }

    public required string KeyId { get; init; }

    public required int Dimension { get; init; }

    public required int ChunkCount { get; init; }

    public required int Rounds { get; init; }

    public required int MinProviders { get; init; }

    public required int MaxProviders { get; init; }

    public required long MaxWeight { get; init; }

    public required BigInteger ProviderStake { get; init; }

    public required BigInteger AggregatorStake { get; init; }

    public required BigInteger StakePerWeight { get; init; }

    public required string Aggregator { get; init; }

    public required string BackupAggregator { get; init; }

    public required long CommitDuration { get; init; }

    public required long DeliveryDuration { get; init; }

    public required long RevealDuration { get; init; }

    public required long AggregationDuration { get; init; }

    public required long PublicationDuration { get; init; }

    public required DateTimeOffset Expiry { get; init; }

    public required int CommitteeSize { get; init; }

    public required int TimelinessFloor { get; init; }

    public required int UnprovedFactor { get; init; }

    public required string ContributionVerifier { get; init; }

    public required bool RequireContributionProof { get; init; }

    public required BigInteger MaxSquaredNorm { get; init; }

    public required int MinDatasetQuality { get; init; }

    public required string Settlement { get; init; }

    public required long ChallengeWindow { get; init; }

    public required string InitialModelHash { get; init; }

    public required string DescriptionHash { get; init; }

    public static JobTerms Of(TrainingJobSpec spec) => new()
    {
        BountyToken = spec.BountyToken.ToString(),
        Bounty = spec.Bounty,
        Verifier = spec.Verifier.ToString(),
        VerifierCodeHash = spec.VerifierCodeHash.ToString(),
        KeyId = spec.KeyId.ToString(),
        Dimension = spec.Dimension,
        ChunkCount = spec.ChunkCount,
        Rounds = spec.RoundCount,
        MinProviders = spec.MinProviders,
        MaxProviders = spec.MaxProviders,
        MaxWeight = spec.MaxWeight,
        ProviderStake = spec.ProviderStake,
        AggregatorStake = spec.AggregatorStake,
        StakePerWeight = spec.StakePerWeight,
        Aggregator = spec.Aggregator.ToString(),
        BackupAggregator = spec.BackupAggregator.ToString(),
        CommitDuration = (long)spec.CommitDuration.TotalSeconds,
        DeliveryDuration = (long)spec.DeliveryDuration.TotalSeconds,
        RevealDuration = (long)spec.RevealDuration.TotalSeconds,
        AggregationDuration = (long)spec.AggregationDuration.TotalSeconds,
        PublicationDuration = (long)spec.PublicationDuration.TotalSeconds,
        Expiry = spec.Expiry,
        CommitteeSize = spec.CommitteeSize,
        TimelinessFloor = spec.TimelinessFloor,
        UnprovedFactor = spec.UnprovedFactor,
        ContributionVerifier = spec.ContributionVerifier.ToString(),
        RequireContributionProof = spec.RequireContributionProof,
        MaxSquaredNorm = spec.MaxSquaredNorm,
        MinDatasetQuality = spec.MinDatasetQuality,
        Settlement = spec.Settlement.ToString().ToLowerInvariant(),
        ChallengeWindow = (long)spec.ChallengeWindow.TotalSeconds,
        InitialModelHash = spec.InitialModelHash.ToString(),
        DescriptionHash = spec.DescriptionHash.ToString(),
    };
}
