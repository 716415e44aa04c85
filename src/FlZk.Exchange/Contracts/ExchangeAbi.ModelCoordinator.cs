using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IModelCoordinator</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>ModelCoordinator</c>: the rounds.</summary>
    public static ContractAbi ModelCoordinator { get; } = Interface(
        $"event AggregateProposed(uint256 indexed jobId, uint256 indexed round, address indexed proposer, {G1} modelCommitment, bytes32 "
        + "contentHash, string location, uint256 deadline)",
        $"event AggregateVerified(uint256 indexed jobId, uint256 indexed round, address indexed aggregator, {G1} modelCommitment, uint256 "
        + $"totalWeight, {G1} sumCommitment)",
        "event AggregatorLate(uint256 indexed jobId, uint256 indexed round, address indexed aggregator)",
        "event ChunksVerified(uint256 indexed jobId, uint256 indexed round, address indexed aggregator, uint256 verified)",
        "event ContributionProved(uint256 indexed jobId, uint256 indexed round, address indexed provider)",
        "event FinalWeightsCommitted(uint256 indexed jobId, uint256 indexed round, bytes32 contentHash, string location)",
        $"event JobOpened(uint256 indexed jobId, {JobTerms} terms)",
        "event ModelPartPublished(uint256 indexed jobId, uint256 indexed round, address indexed publisher, uint256 offset, bytes part)",
        "event ModelPublished(uint256 indexed jobId, uint256 indexed round, address indexed publisher, uint256 blinding, bytes model)",
        "event PhaseAdvanced(uint256 indexed jobId, uint256 indexed round, uint8 phase, uint256 deadline)",
        "event ProofDemanded(uint256 indexed jobId, uint256 indexed round, uint256 deadline)",
        "event ProviderEnrolled(uint256 indexed jobId, address indexed provider, uint256 firstRound, uint256 rewardWeightCap)",
        "event ProviderWithdrawn(uint256 indexed jobId, address indexed provider)",
        "event ReceiptPosted(uint256 indexed jobId, uint256 indexed round, address indexed provider, bytes signature)",
        "event RoundFailed(uint256 indexed jobId, uint256 indexed round, uint8 phase, uint256 compensation)",
        "event RoundFinalised(uint256 indexed jobId, uint256 indexed round, uint256 ordinal)",
        "event RoundStarted(uint256 indexed jobId, uint256 indexed round, bytes32 indexed roundKey, uint256 eligible, uint256 deadline)",
        "event SilentProviderReported(uint256 indexed jobId, uint256 indexed round, address indexed provider)",
        "event UpdateCommitted(uint256 indexed jobId, uint256 indexed round, address indexed provider, bytes32 commitHash, uint256 "
        + "multiplier)",
        "event UpdateRevealed(uint256 indexed jobId, uint256 indexed round, address indexed provider, uint256 commitmentX, uint256 "
        + "commitmentY, uint256 weight, uint256 points)",
        "event Upgraded(address indexed implementation)",
        "function advanceRound(uint256 jobId)",
        "function chunksVerified(uint256 roundId) view returns (address aggregator, uint256 verified)",
        "function commitFinalWeights(bytes finalWeights)",
        "function commitUpdate(uint256 jobId, bytes32 commitHash)",
        "function committeeDrawn(uint256 roundId)",
        $"function completeAggregate(uint256 jobId, {G1} proved, {G1} link, {G1}[] commitments)",
        "function contextOf(uint256 jobId, uint256 round, address party) view returns (uint256 value)",
        "function currentRound(uint256 jobId) view returns (uint256 value)",
        "function demandProof(uint256 roundId)",
        "function enrol(uint256 jobId, address provider, uint32 rewardWeightCap) returns (uint32 firstRound)",
        "function exchange() view returns (address value)",
        "function failRound(uint256 jobId)",
        "function finalisedRounds(uint256 jobId) view returns (uint256 value)",
        $"function getParticipant(uint256 jobId, address provider) view returns ({Participant} value)",
        $"function getRound(uint256 jobId, uint256 round) view returns ({RoundState} value)",
        $"function getTerms(uint256 jobId) view returns ({JobTerms} value)",
        "function isDrawing(uint256 roundId) view returns (bool value)",
        "function isProved(uint256 roundId) view returns (bool value)",
        "function isReceiptPosted(bytes32 key, address provider) view returns (bool value)",
        "function isRoundRunning(uint256 jobId) view returns (bool value)",
        $"function modelCommitment(uint256 jobId, uint256 round) view returns ({G1} value)",
        $"function openJob(uint256 jobId, {JobTerms} terms)",
        $"function outcomeOf(uint256 roundId) view returns ({RoundOutcome} value)",
        "function pendingCommit(bytes32 key, address provider) view returns (uint256 value)",
        "function phaseOf(uint256 jobId, uint256 round) view returns (uint8 value)",
        "function place() view returns (address value)",
        $"function postReceipt(bytes32 roundKey, address provider, {G1} commitment, uint256 weight, bytes32 salt, bytes signature)",
        $"function proposalOf(uint256 roundId) view returns (address proposer, {G1} proposed, bytes32 contentHash)",
        $"function proposeAggregate(uint256 jobId, {G1} proposed, bytes32 contentHash, string location)",
        "function publishModel(uint256 jobId, uint256 round, uint256 blinding, bytes model)",
        "function publishModelPart(uint256 jobId, uint256 round, uint256 offset, bytes part)",
        "function publishedBytes(uint256 roundId) view returns (uint256 value)",
        $"function receiptDigest(uint256 jobId, uint256 round, address provider, {G1} commitment, uint256 weight) view returns (bytes32 "
        + "value)",
        "function reportSilentProvider(uint256 roundId, address provider)",
        "function reputation() view returns (address value)",
        "function roundKeyOf(uint256 jobId, uint256 round) pure returns (bytes32 value)",
        "function selector() view returns (address value)",
        "function settlement() view returns (address value)",
        "function shareOf(uint256 roundId, address provider) view returns (uint256 points, uint256 pointsBefore, uint256 index, bool "
        + "revealed)",
        "function stakeVault() view returns (address value)",
        "function startRound(uint256 jobId) returns (uint256 round)",
        "function submitProvedUpdate(bytes32 roundKey, bytes update, bytes contributionProof)",
        "function submitProvedUpdates(bytes32 roundKey, address[] providers, bytes[] updates, bytes[] contributionProofs)",
        "function submitUpdate(bytes32 roundKey, bytes update)",
        "function submitUpdateFor(address provider, bytes32 roundKey, bytes update)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        $"function verifyAggregate(uint256 jobId, {AggregateProof} proof)",
        $"function verifyAggregateChunks(uint256 jobId, uint256 first, {ChunkProof}[] chunks)",
        "function weightOf(uint256 roundId, address provider) view returns (uint256 value)",
        "function wiringHash() view returns (bytes32 value)",
        "function withdrawProvider(uint256 jobId, address provider)");
}
