// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IDataExchange
/// @notice Registry and entry: training jobs with their bounties, datasets, and who contributes to what.
interface IDataExchange {
    /// @notice How a round's updates become the new model.
    enum AggregationRule {
        FedAvg
    }

    /// @notice How a round's new model is accepted. Proved: by its proof. Optimistic: unproved after a window in which nobody challenged
    ///         it; a challenge demands the proof.
    enum SettlementMode {
        Proved,
        Optimistic
    }

    enum JobState {
        None,
        Open,
        Closed
    }

    /// @notice Everything a job is; nothing in it changes after creation.
    struct TrainingJobSpec {
        /// ERC-20 of the bounty, or zero for native ETH; tokens that deliver less than they were asked for are refused.
        address bountyToken;
        /// For all rounds together; each finalised round pays its exact share.
        uint128 bounty;
        /// The linked verifier, listed in the VerifierRegistry; the keccak256 of its code, and the id of its key.
        address verifier;
        bytes32 verifierCodeHash;
        bytes32 keyId;
        /// d, model parameters.
        uint32 dimension;
        /// M, chunks per model; must be the verifier's.
        uint16 chunkCount;
        AggregationRule rule;
        /// Finalised rounds wanted; failed rounds do not count and cost the publisher nothing.
        uint32 roundCount;
        /// Fewest commits, and fewest reveals, for a round to go on.
        uint16 minProviders;
        uint16 maxProviders;
        /// Largest w_i; maxProviders * maxWeight < 2^weightBits, so nobody can crowd the others out of W.
        uint32 maxWeight;
        /// Bonds, in units of the vault's stake token.
        uint128 providerStake;
        uint128 aggregatorStake;
        address aggregator;
        /// Takes over when the aggregator misses its deadline; zero for none.
        address backupAggregator;
        /// Longest duration of each phase, in seconds; phases end early when everybody has acted.
        uint32 commitDuration;
        uint32 deliveryDuration;
        uint32 revealDuration;
        uint32 aggregationDuration;
        /// No round starts after this time (seconds since the epoch); from then on anyone may close the job.
        uint64 expiry;
        /// keccak256 of the packed initial model, from which the first round trains.
        bytes32 initialModelHash;
        /// A content address of the job's description, model architecture and training recipe.
        bytes32 descriptionHash;
        /// Providers drawn for each round, weighted by stake; 0 for all who registered.
        uint16 committeeSize;
        /// Stake units that one unit of rewarded weight needs; 0 leaves rewards uncapped. At most `providerStake`.
        uint128 stakePerWeight;
        /// Share factor of a reveal in the last second of Revealing, in 1/10,000; a reveal in Delivering has 10,000.
        uint16 timelinessFloor;
        /// Share factor of an update without contribution proof, in 1/10,000, in a job with a contribution verifier that does not require
        /// proofs.
        uint16 unprovedFactor;
        /// Whether an update is revealed with a contribution proof or not at all.
        bool requireContributionProof;
        SettlementMode settlement;
        /// Seconds in which a proposal can be challenged; 0 unless `settlement` is Optimistic.
        uint32 challengeWindow;
        /// Longest time from the settled commitment to the publication of the model, in seconds.
        uint32 publicationDuration;
        /// Checks contribution proofs, listed in the VerifierRegistry; zero for none.
        address contributionVerifier;
        /// Largest proved squared norm of an update, in squared quantisation steps; 0 without a contribution verifier.
        uint128 maxSquaredNorm;
        /// Quality that a contributor's dataset needs by the DataQualityOracle, in 1/10,000; 0 for no attestation.
        uint16 minDatasetQuality;
    }

    struct Job {
        address publisher;
        JobState state;
        uint64 createdAt;
        uint32 contributorCount;
        TrainingJobSpec spec;
    }

    struct Dataset {
        address owner;
        uint64 registeredAt;
        bytes32 commitment;
        bytes32 profileHash;
    }

    struct Contributor {
        address provider;
        uint64 datasetId;
        /// The first round it may commit to: the one after the round that was running when it registered.
        uint32 firstRound;
        /// What it locked for the job; StakeVault.lockedFor tells what is left of it.
        uint128 stake;
        /// Weight up to which its updates are rewarded; 0 for no cap.
        uint32 rewardWeightCap;
    }

    event TrainingJobCreated(uint256 indexed jobId, address indexed publisher, TrainingJobSpec spec);
    event TrainingJobClosed(uint256 indexed jobId, uint256 finalisedRounds, uint256 refund);
    event DatasetRegistered(uint256 indexed datasetId, address indexed owner, bytes32 commitment, bytes32 profileHash);
    event ContributorRegistered(
        uint256 indexed jobId, address indexed provider, uint256 indexed datasetId, uint256 stake, uint256 firstRound
    );
    event ContributorLeft(uint256 indexed jobId, address indexed provider, uint256 stake);
    /// @notice A contributor's cap and chance of being drawn now follow what slashing has left of its stake.
    event ContributorRefreshed(uint256 indexed jobId, address indexed provider, uint256 stake, uint256 rewardWeightCap);
    /// @notice Slashing left a contributor less than the job's provider stake: it is out, and the rest of its stake is free.
    event ContributorExpelled(uint256 indexed jobId, address indexed provider, uint256 stake);
    event AggregatorRegistered(uint256 indexed jobId, address indexed aggregator, uint256 stake);
    event AggregatorReleased(uint256 indexed jobId, address indexed aggregator, uint256 stake);

    error JobUnknown(uint256 jobId);
    error JobNotOpen(uint256 jobId);
    error JobExpired(uint256 jobId);
    error JobNotClosed(uint256 jobId);
    error JobNotClosable(uint256 jobId);
    error RoundRunning(uint256 jobId, uint256 round);
    error VerifierNotListed(address verifier);
    error VerifierCodeHashWrong(bytes32 expected, bytes32 actual);
    error VerifierKeyWrong(bytes32 expected, bytes32 actual);
    error ModelShapeWrong(uint256 dimension, uint256 chunkCount);
    /// @notice The contribution verifier takes wider values, in bits, than the verifier of aggregates.
    error ContributionValuesTooWide(uint256 valueBits, uint256 modelValueBits);
    error BountyZero();
    error RoundCountZero();
    error ProviderLimitsWrong(uint256 minProviders, uint256 maxProviders);
    error MaxWeightOutOfRange(uint256 maxWeight);
    error AggregatorInvalid();
    error DurationOutOfRange(uint256 duration);
    error ExpiryInPast(uint256 expiry);
    /// @notice The token delivered another amount than asked for: it takes a fee or rebases.
    error TransferAmountWrong(uint256 expected, uint256 actual);
    error TokenWithoutCode(address token);
    /// @notice The call carried another amount of ETH than the bounty; `expected` is 0 for a bounty in a token.
    error ValueWrong(uint256 expected, uint256 actual);
    error CommitteeSizeOutOfRange(uint256 committeeSize);
    /// @notice A factor above 10,000.
    error FactorOutOfRange(uint256 factor);
    /// @notice Sortition needs a provider stake, and an optimistic job an aggregator stake.
    error StakeZero();
    /// @notice The provider stake does not cover one unit of rewarded weight.
    error StakePerWeightOutOfRange(uint256 stakePerWeight, uint256 providerStake);
    /// @notice A proved job with a challenge window, or an optimistic one without.
    error ChallengeWindowOutOfRange(uint256 challengeWindow);
    /// @notice What can follow a proposal lasts as long as an unbonding bond, or longer: it could leave before its fault is shown.
    error UnbondingDelayTooShort(uint256 window, uint256 unbondingDelay);
    /// @notice A contribution policy without a contribution verifier, or a verifier without a bound on the norm.
    error ContributionPolicyWrong();
    error DatasetQualityTooLow(uint256 datasetId, uint256 quality, uint256 needed);
    /// @notice Less stake offered than the job asks for.
    error StakeBelowMinimum(uint256 stake, uint256 providerStake);
    /// @notice The contributor's stake is what it was.
    error NothingToRefresh(uint256 jobId, address provider);
    error DatasetUnknown(uint256 datasetId);
    error CallerNotDatasetOwner(uint256 datasetId, address caller);
    error DatasetCommitmentZero();
    error AlreadyRegistered(uint256 jobId, address provider);
    error NotRegistered(uint256 jobId, address provider);
    error JobFull(uint256 jobId);
    error CallerNotAggregator(uint256 jobId, address caller);
    error AggregatorMayNotContribute(uint256 jobId);
    error AggregatorNotBonded(uint256 jobId);

    /// @notice Creates a job and locks its bounty: the call carries it in ETH, or the exchange is approved for `spec.bounty` of the token.
    function createTrainingJob(TrainingJobSpec calldata spec) external payable returns (uint256 jobId);

    /// @notice Registers a dataset by commitment; its data stays where it is.
    /// @param commitment A binding commitment to the dataset, non-zero.
    /// @param profileHash keccak256 of a public description; may be zero.
    function registerDataset(bytes32 commitment, bytes32 profileHash) external returns (uint256 datasetId);

    /// @notice Joins a job with a dataset of the caller's, locking the provider stake from the caller's free bond.
    function registerAsContributor(uint256 jobId, uint256 datasetId) external;

    /// @notice The same with a stake of the caller's choice, at least the provider stake: more stake raises the rewarded weight where the
    ///         job caps it, and the chance of being drawn where it draws committees.
    /// @param stake In units of the stake token.
    function registerAsContributor(uint256 jobId, uint256 datasetId, uint128 stake) external;

    /// @notice Lets a contributor's cap and chance of being drawn follow what slashing has left of its stake; with less than the provider
    ///         stake it is out. Anyone, between rounds; out goes who may leave.
    function refreshContributor(uint256 jobId, address provider) external;

    /// @notice Leaves a job; the stake becomes free bond again. In a running round only who has not committed, and nobody while its
    ///         committee is drawn.
    function leaveJob(uint256 jobId) external;

    /// @notice Accepts the role the job names the caller for (aggregator or backup) and locks what is missing of its stake.
    function registerAsAggregator(uint256 jobId) external;

    /// @notice Frees an aggregator's or backup's stake after the job was closed.
    function releaseAggregator(uint256 jobId) external;

    /// @notice Closes a job between rounds: its publisher at any time, anyone after expiry or when every round is finalised.
    ///         What no finalised round earned becomes the publisher's refund.
    function closeJob(uint256 jobId) external;

    function jobCount() external view returns (uint256);

    function getJob(uint256 jobId) external view returns (Job memory);

    /// @notice Jobs `first` to `first + count - 1`, cut at the end; ids start at 1.
    function getJobs(uint256 first, uint256 count) external view returns (Job[] memory);

    /// @notice Of the jobs `first` to `first + count - 1`, those in a state.
    /// @return jobIds Their ids.
    /// @return next Where to go on; 0 when there are no more jobs.
    function findJobs(JobState state, uint256 first, uint256 count) external view returns (uint256[] memory jobIds, uint256 next);

    function datasetCount() external view returns (uint256);

    function getDataset(uint256 datasetId) external view returns (Dataset memory);

    /// @notice Datasets `first` to `first + count - 1`, cut at the end; ids start at 1.
    function getDatasets(uint256 first, uint256 count) external view returns (Dataset[] memory);

    function contributorCount(uint256 jobId) external view returns (uint256);

    /// @notice Contributors from index `first` (0-based), cut at the end. Leaving reorders.
    function getContributors(uint256 jobId, uint256 first, uint256 count) external view returns (Contributor[] memory);

    /// @notice A provider's registration; all zero when it has none.
    function getContributor(uint256 jobId, address provider) external view returns (Contributor memory);

    /// @notice The first round a provider may commit to; 0 when it is not registered.
    function firstRoundOf(uint256 jobId, address provider) external view returns (uint256);

    /// @notice Reverts unless a round may start now.
    /// @return publisher Who created the job.
    /// @return contributors How many providers are registered.
    function requireRoundMayStart(uint256 jobId) external view returns (address publisher, uint256 contributors);

    function stateOf(uint256 jobId) external view returns (JobState);

    function stakeVault() external view returns (address);

    function coordinator() external view returns (address);

    function distributor() external view returns (address);

    function selector() external view returns (address);

    function registry() external view returns (address);

    function oracle() external view returns (address);
}
