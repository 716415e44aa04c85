using FlZk.Ethereum.Abi;

namespace FlZk.Exchange.Contracts;

/// <content><c>IDataExchange</c>.</content>
internal static partial class ExchangeAbi
{
    /// <summary><c>DataExchange</c>: jobs, data sets and contributors.</summary>
    public static ContractAbi DataExchange { get; } = Interface(
        "event AggregatorRegistered(uint256 indexed jobId, address indexed aggregator, uint256 stake)",
        "event AggregatorReleased(uint256 indexed jobId, address indexed aggregator, uint256 stake)",
        "event ContributorExpelled(uint256 indexed jobId, address indexed provider, uint256 stake)",
        "event ContributorLeft(uint256 indexed jobId, address indexed provider, uint256 stake)",
        "event ContributorRefreshed(uint256 indexed jobId, address indexed provider, uint256 stake, uint256 rewardWeightCap)",
        "event ContributorRegistered(uint256 indexed jobId, address indexed provider, uint256 indexed datasetId, uint256 stake, uint256 "
        + "firstRound)",
        "event DatasetRegistered(uint256 indexed datasetId, address indexed owner, bytes32 commitment, bytes32 profileHash)",
        "event TrainingJobClosed(uint256 indexed jobId, uint256 finalisedRounds, uint256 refund)",
        $"event TrainingJobCreated(uint256 indexed jobId, address indexed publisher, {TrainingJobSpec} spec)",
        "event Upgraded(address indexed implementation)",
        "function closeJob(uint256 jobId)",
        "function contributorCount(uint256 jobId) view returns (uint256 value)",
        "function coordinator() view returns (address value)",
        $"function createTrainingJob({TrainingJobSpec} spec) payable returns (uint256 jobId)",
        "function datasetCount() view returns (uint256 value)",
        "function distributor() view returns (address value)",
        "function findJobs(uint8 state, uint256 first, uint256 count) view returns (uint256[] jobIds, uint256 next)",
        "function firstRoundOf(uint256 jobId, address provider) view returns (uint256 value)",
        $"function getContributor(uint256 jobId, address provider) view returns ({Contributor} value)",
        $"function getContributors(uint256 jobId, uint256 first, uint256 count) view returns ({Contributor}[] value)",
        $"function getDataset(uint256 datasetId) view returns ({Dataset} value)",
        $"function getDatasets(uint256 first, uint256 count) view returns ({Dataset}[] value)",
        $"function getJob(uint256 jobId) view returns ({Job} value)",
        $"function getJobs(uint256 first, uint256 count) view returns ({Job}[] value)",
        "function jobCount() view returns (uint256 value)",
        "function leaveJob(uint256 jobId)",
        "function oracle() view returns (address value)",
        "function place() view returns (address value)",
        "function refreshContributor(uint256 jobId, address provider)",
        "function registerAsAggregator(uint256 jobId)",
        "function registerAsContributor(uint256 jobId, uint256 datasetId)",
        "function registerAsContributor(uint256 jobId, uint256 datasetId, uint128 stake)",
        "function registerDataset(bytes32 commitment, bytes32 profileHash) returns (uint256 datasetId)",
        "function registry() view returns (address value)",
        "function releaseAggregator(uint256 jobId)",
        "function requireRoundMayStart(uint256 jobId) view returns (address publisher, uint256 contributors)",
        "function selector() view returns (address value)",
        "function stakeVault() view returns (address value)",
        "function stateOf(uint256 jobId) view returns (uint8 value)",
        "function timelock() view returns (address value)",
        "function upgradeToAndCall(address newImplementation, bytes data) payable",
        "function wiringHash() view returns (bytes32 value)");
}
