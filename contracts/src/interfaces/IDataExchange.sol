// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title IDataExchange
/// @notice Registry and entry: training jobs with their bounties, datasets, and who contributes to what.
interface IDataExchange {
    /// @notice How a round's updates become the new model.
    enum AggregationRule {
        FedAvg
    }

    enum JobState {
        None,
        Open,
        Closed
    }

    /// @notice Everything a job is; nothing in it changes after creation.
    struct TrainingJobSpec {
        /// ERC-20 of the bounty; tokens that deliver less than they were asked for are refused.
        address bountyToken;
        /// For all rounds together; each finalised round pays its exact share.
        uint128 bounty;
        /// The linked verifier, the keccak256 of its code, and the id of its key.
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
    }

    event TrainingJobCreated(uint256 indexed jobId, address indexed publisher, TrainingJobSpec spec);
    event TrainingJobClosed(uint256 indexed jobId, uint256 finalisedRounds, uint256 refund);
    event DatasetRegistered(uint256 indexed datasetId, address indexed owner, bytes32 commitment, bytes32 profileHash);
    event ContributorRegistered(
        uint256 indexed jobId, address indexed provider, uint256 indexed datasetId, uint256 stake, uint256 firstRound
    );
    event ContributorLeft(uint256 indexed jobId, address indexed provider, uint256 stake);
    event AggregatorRegistered(uint256 indexed jobId, address indexed aggregator, uint256 stake);
    event AggregatorReleased(uint256 indexed jobId, address indexed aggregator, uint256 stake);

    error AddressZero();
    error JobUnknown(uint256 jobId);
    error JobNotOpen(uint256 jobId);
    error JobExpired(uint256 jobId);
    error JobNotClosed(uint256 jobId);
    error JobNotClosable(uint256 jobId);
    error RoundRunning(uint256 jobId, uint256 round);
    error VerifierWithoutCode(address verifier);
    error VerifierCodeHashWrong(bytes32 expected, bytes32 actual);
    error VerifierKeyWrong(bytes32 expected, bytes32 actual);
    error ModelShapeWrong(uint256 dimension, uint256 chunkCount);
    error BountyZero();
    error RoundCountZero();
    error ProviderLimitsWrong(uint256 minProviders, uint256 maxProviders);
    error MaxWeightOutOfRange(uint256 maxWeight);
    error AggregatorInvalid();
    error DurationOutOfRange(uint256 duration);
    error ExpiryInPast(uint256 expiry);
    /// @notice The token delivered another amount than asked for: it takes a fee or rebases.
    error TransferAmountWrong(uint256 expected, uint256 actual);
    error DatasetUnknown(uint256 datasetId);
    error CallerNotDatasetOwner(uint256 datasetId, address caller);
    error DatasetCommitmentZero();
    error AlreadyRegistered(uint256 jobId, address provider);
    error NotRegistered(uint256 jobId, address provider);
    error JobFull(uint256 jobId);
    error CallerNotAggregator(uint256 jobId, address caller);
    error AggregatorMayNotContribute(uint256 jobId);
    error AggregatorNotBonded(uint256 jobId);

    /// @notice Creates a job and locks its bounty; the exchange must be approved for `spec.bounty`.
    function createTrainingJob(TrainingJobSpec calldata spec) external returns (uint256 jobId);

    /// @notice Registers a dataset by commitment; its data stays where it is.
    /// @param commitment A binding commitment to the dataset, non-zero.
    /// @param profileHash keccak256 of a public description; may be zero.
    function registerDataset(bytes32 commitment, bytes32 profileHash) external returns (uint256 datasetId);

    /// @notice Joins a job with a dataset of the caller's, locking the provider stake from the caller's free bond.
    function registerAsContributor(uint256 jobId, uint256 datasetId) external;

    /// @notice Leaves a job between rounds, or after it was closed; the stake becomes free bond again.
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
}
