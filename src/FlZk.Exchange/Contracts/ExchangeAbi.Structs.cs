namespace FlZk.Exchange.Contracts;

/// <content>The structs, member by member.</content>
internal static partial class ExchangeAbi
{
    /// <summary>The struct <c>TrainingJobSpec</c>.</summary>
    public const string TrainingJobSpec =
        "(address bountyToken, uint128 bounty, address verifier, bytes32 verifierCodeHash, bytes32 keyId, uint32 dimension, uint16 "
        + "chunkCount, uint8 rule, uint32 roundCount, uint16 minProviders, uint16 maxProviders, uint32 maxWeight, uint128 providerStake, "
        + "uint128 aggregatorStake, address aggregator, address backupAggregator, uint32 commitDuration, uint32 deliveryDuration, uint32 "
        + "revealDuration, uint32 aggregationDuration, uint64 expiry, bytes32 initialModelHash, bytes32 descriptionHash, uint16 "
        + "committeeSize, uint128 stakePerWeight, uint16 timelinessFloor, uint16 unprovedFactor, bool requireContributionProof, uint8 "
        + "settlement, uint32 challengeWindow, uint32 publicationDuration, address contributionVerifier, uint128 maxSquaredNorm, uint16 "
        + "minDatasetQuality)";

    /// <summary>The struct <c>Contributor</c>.</summary>
    public const string Contributor = "(address provider, uint64 datasetId, uint32 firstRound, uint128 stake, uint32 rewardWeightCap)";

    /// <summary>The struct <c>Dataset</c>.</summary>
    public const string Dataset = "(address owner, uint64 registeredAt, bytes32 commitment, bytes32 profileHash)";

    /// <summary>The struct <c>Job</c>.</summary>
    public const string Job = $"(address publisher, uint8 state, uint64 createdAt, uint32 contributorCount, {TrainingJobSpec} spec)";

    /// <summary>The struct <c>G1</c>.</summary>
    public const string G1 = "(uint256 x, uint256 y)";

    /// <summary>The struct <c>JobTerms</c>.</summary>
    public const string JobTerms =
        "(address aggregator, uint32 maxWeight, uint32 revealDuration, uint16 timelinessFloor, uint16 unprovedFactor, address verifier, "
        + "uint32 aggregationDuration, uint32 publicationDuration, uint16 minProviders, uint8 settlement, bytes32 verifierCodeHash, "
        + "address backupAggregator, uint32 roundCount, uint32 challengeWindow, uint16 committeeSize, address contributionVerifier, "
        + "uint32 commitDuration, uint32 deliveryDuration, bytes32 contributionCodeHash, uint128 maxSquaredNorm)";

    /// <summary>The struct <c>Participant</c>.</summary>
    public const string Participant = "(uint32 firstRound, uint32 rewardWeightCap, uint16 multiplier, uint32 receiptRound)";

    /// <summary>The struct <c>RoundState</c>.</summary>
    public const string RoundState =
        "(uint256 jobId, uint256 round, uint8 phase, uint256 deadline, uint256 eligible, uint256 committed, uint256 revealed, uint256 "
        + $"totalWeight, uint256 totalPoints, {G1} sumCommitment, {G1} modelCommitment, address settledBy, bool proposed, uint256 ordinal)";

    /// <summary>The struct <c>RoundOutcome</c>.</summary>
    public const string RoundOutcome =
        "(uint256 jobId, uint256 round, uint8 phase, uint256 ordinal, uint256 totalPoints, uint256 compensation)";

    /// <summary>The struct <c>G2</c>.</summary>
    public const string G2 = "(uint256[2] x, uint256[2] y)";

    /// <summary>The struct <c>ChunkProof</c>.</summary>
    public const string ChunkProof = $"({G1} commitment, {G1} a, {G2} b, {G1} c)";

    /// <summary>The struct <c>AggregateProof</c>.</summary>
    public const string AggregateProof = $"({G1} modelCommitment, {G1} link, {ChunkProof}[] chunks)";

    /// <summary>The struct <c>RewardDistributorPool</c>.</summary>
    public const string RewardDistributorPool =
        "(address token, uint32 roundCount, bool closed, uint128 bounty, uint128 unassigned, address publisher, uint128 refund)";

    /// <summary>The struct <c>Proceeds</c>.</summary>
    public const string Proceeds = "(uint128 forContributors, uint128 paidToContributors, uint128 forPublisher, uint64 totalPoints)";

    /// <summary>The struct <c>RoundReward</c>.</summary>
    public const string RoundReward = "(address token, uint64 totalPoints, bool compensation, uint128 amount, uint128 unclaimed)";

    /// <summary>The struct <c>Bond</c>.</summary>
    public const string Bond = "(uint128 free, uint128 locked, uint128 unbonding, uint64 releasableAt)";

    /// <summary>The struct <c>Request</c>.</summary>
    public const string Request =
        "(address aggregator, uint256 keyVersion, uint256 requestBlock, bytes32 prevrandao, bytes32 entropy, uint256 members, uint256 "
        + "candidates, uint256 totalStake, bool fulfilled)";

    /// <summary>The struct <c>Standing</c>.</summary>
    public const string Standing = "(uint64 score, uint40 updatedAt, uint32 faults)";

    /// <summary>The struct <c>VerifierRegistryListing</c>.</summary>
    public const string VerifierRegistryListing = "(address verifier, uint64 listedAt, bytes32 codeHash, bytes32 keyId)";

    /// <summary>The struct <c>Attestation</c>.</summary>
    public const string Attestation = "(uint16 score, uint64 attestedAt, bytes32 reportHash)";

    /// <summary>The struct <c>Challenge</c>.</summary>
    public const string Challenge = "(address challenger, uint88 bond, bool resolved)";

    /// <summary>The struct <c>ContributionClaim</c>.</summary>
    public const string ContributionClaim = $"(uint256 jobId, uint256 round, {G1} commitment, bytes32 proofHash)";

    /// <summary>The struct <c>Licence</c>.</summary>
    public const string Licence = "(uint64 soldAt, uint64 number, bytes32 termsHash)";

    /// <summary>The struct <c>ModelMarketplaceListing</c>.</summary>
    public const string ModelMarketplaceListing =
        "(address token, uint16 publisherShare, bool open, uint64 sold, uint128 price, bytes32 termsHash)";
}
