using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <summary>The exchange's contract interfaces as far as the roles use them, in Solidity's own words: an auditor needs no build of the
/// contracts.</summary>
/// <remarks>The tests compare every declaration with the compiler's output.</remarks>
internal static class ExchangeAbi
{
    /// <summary>A point of G1.</summary>
    public const string G1 = "(uint256 x, uint256 y)";

    /// <summary>A round's proof.</summary>
    public const string AggregateProof =
        $"({G1} modelCommitment, {G1} link, ({G1} commitment, {G1} a, (uint256[2] x, uint256[2] y) b, {G1} c)[] chunks)";

    /// <summary>The reveal inside <c>submitUpdate</c>.</summary>
    public const string Reveal = $"(uint256 jobId, uint256 round, {G1} commitment, uint256 weight, bytes32 salt, bytes receiptSignature)";

    private const string Spec =
        "(address bountyToken, uint128 bounty, address verifier, bytes32 verifierCodeHash, bytes32 keyId, uint32 dimension, uint16 "
        + "chunkCount, uint8 rule, uint32 roundCount, uint16 minProviders, uint16 maxProviders, uint32 maxWeight, uint128 providerStake, "
        + "uint128 aggregatorStake, address aggregator, address backupAggregator, uint32 commitDuration, uint32 deliveryDuration, uint32 "
        + "revealDuration, uint32 aggregationDuration, uint64 expiry, bytes32 initialModelHash, bytes32 descriptionHash)";

    private const string RoundState =
        $"(uint256 jobId, uint256 round, uint8 phase, uint256 deadline, uint256 eligible, uint256 committed, uint256 revealed, uint256 "
        + $"totalWeight, {G1} sumCommitment, {G1} modelCommitment, address settledBy, uint256 ordinal, bool modelPublished)";

    // Errors of every contract are known everywhere: a call may revert inside a contract it calls.
    private static readonly string[] Errors =
    [
        "error AddressZero()", "error JobUnknown(uint256 jobId)", "error JobNotOpen(uint256 jobId)", "error JobExpired(uint256 jobId)",
        "error JobNotClosed(uint256 jobId)", "error JobNotClosable(uint256 jobId)", "error RoundRunning(uint256 jobId, uint256 round)",
        "error VerifierWithoutCode(address verifier)", "error VerifierCodeHashWrong(bytes32 expected, bytes32 actual)",
        "error VerifierKeyWrong(bytes32 expected, bytes32 actual)", "error ModelShapeWrong(uint256 dimension, uint256 chunkCount)",
        "error BountyZero()", "error RoundCountZero()", "error ProviderLimitsWrong(uint256 minProviders, uint256 maxProviders)",
        "error MaxWeightOutOfRange(uint256 maxWeight)", "error AggregatorInvalid()", "error DurationOutOfRange(uint256 duration)",
        "error ExpiryInPast(uint256 expiry)", "error TransferAmountWrong(uint256 expected, uint256 actual)",
        "error DatasetUnknown(uint256 datasetId)",
        "error CallerNotDatasetOwner(uint256 datasetId, address caller)", "error DatasetCommitmentZero()",
        "error AlreadyRegistered(uint256 jobId, address provider)", "error NotRegistered(uint256 jobId, address provider)",
        "error JobFull(uint256 jobId)", "error CallerNotAggregator(uint256 jobId, address caller)",
        "error AggregatorNotBonded(uint256 jobId)",
        "error WiringMismatch()", "error CallerNotExchange(address caller)", "error CallerMayNotStart(uint256 jobId, address caller)",
        "error RoundsExhausted(uint256 jobId)", "error TooFewContributors(uint256 registered, uint256 needed)",
        "error RoundUnknown(uint256 jobId, uint256 round)", "error PhaseWrong(uint8 actual)", "error DeadlinePassed(uint256 deadline)",
        "error DeadlineNotReached(uint256 deadline)", "error NotEligible(uint256 jobId, uint256 round, address provider)",
        "error AlreadyCommitted(address provider)", "error CommitHashZero()", "error NotCommitted(address provider)",
        "error AlreadyRevealed(address provider)", "error RoundKeyMismatch()", "error CommitmentMismatch()",
        "error WeightOutOfRange(uint256 weight, uint256 maxWeight)", "error PointAtInfinity()", "error PointNotOnCurve()",
        "error ReceiptInvalid(address signer)", "error CallerNotAggregator(address caller)", "error VerifierCodeChanged(address verifier)",
        "error AggregateProofRejected()", "error TooFewToGoOn(uint256 actual, uint256 needed)", "error RoundMayGoOn()",
        "error ModelAlreadyPublished(uint256 jobId, uint256 round)", "error ModelLengthWrong(uint256 expected, uint256 actual)",
        "error BlindingOutOfField()", "error FinalWeightsAlreadyCommitted(uint256 jobId)",
        "error NotLastFinalisedRound(uint256 jobId, uint256 round)",
        "error PoolAlreadyOpen(uint256 jobId)", "error PoolNotOpen(uint256 jobId)", "error RoundNotSettled(uint256 roundId)",
        "error AlreadyDistributed(uint256 roundId)", "error NotDistributed(uint256 roundId)", "error NothingToDistribute(uint256 roundId)",
        "error NothingRevealed(uint256 roundId, address provider)", "error AlreadyClaimed(uint256 roundId, address provider)",
        "error NothingToRefund(uint256 jobId)", "error CallerNotPublisher(uint256 jobId, address caller)",
        "error AmountZero()", "error CallerNotCoordinator(address caller)",
        "error StakeInsufficient(address node, uint256 needed, uint256 free)",
        "error NothingUnbonding(address node)", "error StillUnbonding(uint256 releasableAt)",
        "error FractionOutOfRange(uint256 basisPoints)",
        "error KeyLengthWrong(uint256 length)", "error KeyShapeWrong()", "error KeyPointInvalid(uint256 word)",
        "error KeyPointsEqual(uint256 firstWord, uint256 secondWord)", "error KeyNotStored()", "error ContextOutOfField()",
        "error TotalWeightOutOfRange(uint256 totalWeight)", "error ChunkCountWrong(uint256 expected, uint256 actual)",
        "error CoordinateOutOfField()",
        "error AggregatorMayNotContribute(uint256 jobId)", "error JobNotFinished(uint256 jobId)", "error CallerNotTreasury(address caller)",
        "error DelayZero()",
        "error ReentrancyGuardReentrantCall()", "error SafeERC20FailedOperation(address token)", "error InvalidShortString()",
        "error StringTooLong(string str)", "error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)",
        "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
        "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
    ];

    /// <summary><c>DataExchange</c>.</summary>
    public static ContractAbi DataExchange { get; } = Interface(
        $"event TrainingJobCreated(uint256 indexed jobId, address indexed publisher, {Spec} spec)",
        "event TrainingJobClosed(uint256 indexed jobId, uint256 finalisedRounds, uint256 refund)",
        "event DatasetRegistered(uint256 indexed datasetId, address indexed owner, bytes32 commitment, bytes32 profileHash)",
        "event ContributorRegistered(uint256 indexed jobId, address indexed provider, uint256 indexed datasetId, uint256 stake, uint256 "
        + "firstRound)",
        $"function createTrainingJob({Spec} spec) returns (uint256 jobId)",
        "function registerDataset(bytes32 commitment, bytes32 profileHash) returns (uint256 datasetId)",
        "function registerAsContributor(uint256 jobId, uint256 datasetId)",
        "function leaveJob(uint256 jobId)",
        "function registerAsAggregator(uint256 jobId)",
        "function releaseAggregator(uint256 jobId)",
        "function closeJob(uint256 jobId)",
        "function jobCount() view returns (uint256 count)",
        $"function getJob(uint256 jobId) view returns ((address publisher, uint8 state, uint64 createdAt, uint32 contributorCount, {Spec} "
        + $"spec) job)",
        "function getContributors(uint256 jobId, uint256 first, uint256 count) view returns ((address provider, uint64 datasetId, uint32 "
        + "firstRound)[] contributors)",
        "function getContributor(uint256 jobId, address provider) view returns ((address provider, uint64 datasetId, uint32 firstRound) "
        + "contributor)",
        "function stakeVault() view returns (address vault)",
        "function coordinator() view returns (address coordinator)",
        "function distributor() view returns (address distributor)");

    /// <summary><c>ModelCoordinator</c>.</summary>
    public static ContractAbi ModelCoordinator { get; } = Interface(
        "event RoundStarted(uint256 indexed jobId, uint256 indexed round, bytes32 indexed roundKey, uint256 eligible, uint256 deadline)",
        "event PhaseAdvanced(uint256 indexed jobId, uint256 indexed round, uint8 phase, uint256 deadline)",
        "event UpdateCommitted(uint256 indexed jobId, uint256 indexed round, address indexed provider, bytes32 commitHash)",
        "event UpdateRevealed(uint256 indexed jobId, uint256 indexed round, address indexed provider, uint256 commitmentX, uint256 "
        + "commitmentY, uint256 weight)",
        $"event AggregateVerified(uint256 indexed jobId, uint256 indexed round, address indexed aggregator, {G1} modelCommitment, uint256 "
        + $"totalWeight, {G1} sumCommitment)",
        "event RoundFailed(uint256 indexed jobId, uint256 indexed round, uint8 phase, uint256 compensation)",
        "event ModelPublished(uint256 indexed jobId, uint256 indexed round, address indexed publisher, uint256 blinding, bytes model)",
        "event FinalWeightsCommitted(uint256 indexed jobId, uint256 indexed round, bytes32 contentHash, string location)",
        "function startRound(uint256 jobId) returns (uint256 round)",
        "function commitUpdate(uint256 jobId, bytes32 commitHash)",
        "function submitUpdate(bytes32 roundKey, bytes update)",
        "function advanceRound(uint256 jobId)",
        $"function verifyAggregate(uint256 jobId, {AggregateProof} proof)",
        "function failRound(uint256 jobId)",
        "function publishModel(uint256 jobId, uint256 round, uint256 blinding, bytes model)",
        "function commitFinalWeights(bytes finalWeights)",
        "function currentRound(uint256 jobId) view returns (uint256 round)",
        "function finalisedRounds(uint256 jobId) view returns (uint256 rounds)",
        "function isRoundRunning(uint256 jobId) view returns (bool running)",
        $"function getRound(uint256 jobId, uint256 round) view returns ({RoundState} state)",
        "function pendingCommit(bytes32 key, address provider) view returns (uint256 commit)",
        "function revealOf(bytes32 key, address provider) view returns (uint256 weight, uint256 weightBefore, uint256 index)",
        "function contextOf(uint256 jobId, uint256 round, address aggregator) view returns (uint256 context)",
        "function exchange() view returns (address exchange)",
        "function stakeVault() view returns (address vault)",
        "function distributor() view returns (address distributor)");

    /// <summary><c>RewardDistributor</c>.</summary>
    public static ContractAbi RewardDistributor { get; } = Interface(
        "event RewardsAccrued(uint256 indexed jobId, uint256 indexed round, uint256 indexed roundId, address token, uint256 amount, "
        + "uint256 totalWeight)",
        "event RewardClaimed(uint256 indexed roundId, address indexed provider, address token, uint256 amount)",
        "event RefundWithdrawn(uint256 indexed jobId, address indexed publisher, uint256 amount)",
        "function distributeRewards(uint256 roundId)",
        "function claim(uint256 roundId) returns (uint256 amount)",
        "function claimMany(uint256[] roundIds)",
        "function withdrawRefund(uint256 jobId) returns (uint256 amount)",
        "function getPool(uint256 jobId) view returns ((address token, uint128 bounty, uint32 roundCount, bool closed, uint128 refund) "
        + "pool)",
        "function getRoundReward(uint256 roundId) view returns ((uint64 jobId, uint32 totalWeight, bool compensation, uint128 amount) "
        + "reward)",
        "function shareOf(uint256 roundId, address provider) view returns (uint256 amount)",
        "function isClaimed(uint256 roundId, address provider) view returns (bool claimed)",
        "function exchange() view returns (address exchange)",
        "function coordinator() view returns (address coordinator)");

    /// <summary><c>StakeVault</c>.</summary>
    public static ContractAbi StakeVault { get; } = Interface(
        "event NodeSlashed(address indexed node, uint256 indexed jobId, uint256 amount, uint8 proceeds)",
        "function deposit(uint256 amount)",
        "function startUnbonding(uint256 amount)",
        "function withdraw() returns (uint256 amount)",
        "function bondOf(address node) view returns ((uint128 free, uint128 locked, uint128 unbonding, uint64 releasableAt) bond)",
        "function lockedFor(address node, uint256 jobId) view returns (uint256 amount)",
        "function unbondingDelay() view returns (uint256 seconds_)",
        "function stakeToken() view returns (address token)");

    /// <summary><c>FltToken</c>, and any other ERC-20.</summary>
    public static ContractAbi Token { get; } = Interface(
        "event Transfer(address indexed from, address indexed to, uint256 value)",
        "function balanceOf(address account) view returns (uint256 balance)",
        "function allowance(address owner, address spender) view returns (uint256 amount)",
        "function totalSupply() view returns (uint256 supply)",
        "function approve(address spender, uint256 value) returns (bool success)",
        "function transfer(address to, uint256 value) returns (bool success)");

    /// <summary>The linked verifier.</summary>
    public static ContractAbi LinkedVerifier { get; } = Interface(
        $"function verify(uint256 context, uint256 totalWeight, {G1} sumCommitment, {AggregateProof} proof) view returns (bool valid)",
        "function keyId() view returns (bytes32 id)",
        "function keyStore() view returns (address store)",
        "function keyBlob() view returns (bytes blob)",
        "function dimension() view returns (uint256 parameters)",
        "function chunkCount() view returns (uint256 chunks)");

    private static ContractAbi Interface(params string[] declarations) => ContractAbi.Parse([.. declarations, .. Errors]);
}
