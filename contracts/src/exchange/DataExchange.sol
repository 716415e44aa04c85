// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";

/// @title DataExchange
/// @notice See IDataExchange. It never holds a token: bounties go straight to the distributor, stakes are in the vault.
contract DataExchange is IDataExchange, ExchangeModule, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice The longest a phase may last, so that no job can hold stakes for years by its durations alone.
    uint256 public constant MAX_PHASE_DURATION = 30 days;

    /// @inheritdoc IDataExchange
    address public immutable stakeVault;
    /// @inheritdoc IDataExchange
    address public immutable distributor;
    /// @inheritdoc IDataExchange
    address public immutable coordinator;

    /// @custom:storage-location erc7201:flzk.storage.DataExchange
    struct Layout {
        Job[] jobs;
        Dataset[] datasets;
        mapping(uint256 jobId => Contributor[]) contributors;
        // A contributor's place in its job's list, counted from 1; 0 when it is not registered.
        mapping(uint256 jobId => mapping(address provider => uint256)) places;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.DataExchange")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_SLOT = 0x8d83cd5337da22e2bb06b54a899c38bc4369079b3f905dd92d8fac90c146a100;

    modifier onlyKnown(uint256 jobId) {
        if (jobId == 0 || jobId > _layout().jobs.length) revert JobUnknown(jobId);
        _;
    }

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.exchange) {
        stakeVault = wiring.vault;
        distributor = wiring.distributor;
        coordinator = wiring.coordinator;
    }

    /// @notice Closes the initialisation of the proxy; there is no state to begin with.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IDataExchange
    function createTrainingJob(TrainingJobSpec calldata spec) external nonReentrant returns (uint256 jobId) {
        _requireSound(spec);
        Job storage job = _layout().jobs.push();
        jobId = _layout().jobs.length;
        job.publisher = msg.sender;
        job.state = JobState.Open;
        job.createdAt = uint64(block.timestamp);
        job.spec = spec;
        emit TrainingJobCreated(jobId, msg.sender, spec);

        IModelCoordinator(coordinator)
            .openJob(
                jobId,
                IModelCoordinator.JobTerms({
                verifier: spec.verifier,
                commitDuration: spec.commitDuration,
                deliveryDuration: spec.deliveryDuration,
                revealDuration: spec.revealDuration,
                aggregator: spec.aggregator,
                maxWeight: spec.maxWeight,
                aggregationDuration: spec.aggregationDuration,
                minProviders: spec.minProviders,
                backupAggregator: spec.backupAggregator,
                roundCount: spec.roundCount,
                verifierCodeHash: spec.verifierCodeHash
            })
            );
        IRewardDistributor(distributor).openPool(jobId, msg.sender, spec.bountyToken, spec.bounty, spec.roundCount);

        IERC20 token = IERC20(spec.bountyToken);
        uint256 before = token.balanceOf(distributor);
        token.safeTransferFrom(msg.sender, distributor, spec.bounty);
        uint256 received = token.balanceOf(distributor) - before;
        if (received != spec.bounty) revert TransferAmountWrong(spec.bounty, received);
    }

    /// @inheritdoc IDataExchange
    function registerDataset(bytes32 commitment, bytes32 profileHash) external returns (uint256 datasetId) {
        if (commitment == 0) revert DatasetCommitmentZero();
        _layout().datasets.push(Dataset(msg.sender, uint64(block.timestamp), commitment, profileHash));
        datasetId = _layout().datasets.length;
        emit DatasetRegistered(datasetId, msg.sender, commitment, profileHash);
    }

    /// @inheritdoc IDataExchange
    function registerAsContributor(uint256 jobId, uint256 datasetId) external onlyKnown(jobId) {
        Job storage job = _requireOpen(jobId);
        if (block.timestamp > job.spec.expiry) revert JobExpired(jobId);
        // One lock per node and job: an aggregator's bond must not come free when a contributor leaves.
        if (msg.sender == job.spec.aggregator || msg.sender == job.spec.backupAggregator) revert AggregatorMayNotContribute(jobId);
        if (datasetId == 0 || datasetId > _layout().datasets.length) revert DatasetUnknown(datasetId);
        if (_layout().datasets[datasetId - 1].owner != msg.sender) revert CallerNotDatasetOwner(datasetId, msg.sender);
        if (_layout().places[jobId][msg.sender] != 0) revert AlreadyRegistered(jobId, msg.sender);
        Contributor[] storage list = _layout().contributors[jobId];
        if (list.length >= job.spec.maxProviders) revert JobFull(jobId);

        // A round counts whom it may wait for when it starts, so whoever comes later joins the next one.
        uint256 firstRound = IModelCoordinator(coordinator).currentRound(jobId) + 1;
        list.push(Contributor(msg.sender, uint64(datasetId), uint32(firstRound), job.spec.providerStake, 0));
        _layout().places[jobId][msg.sender] = list.length;
        job.contributorCount = uint32(list.length);
        emit ContributorRegistered(jobId, msg.sender, datasetId, job.spec.providerStake, firstRound);
        IStakeVault(stakeVault).lock(msg.sender, jobId, job.spec.providerStake);
    }

    /// @inheritdoc IDataExchange
    function leaveJob(uint256 jobId) external onlyKnown(jobId) {
        uint256 place = _layout().places[jobId][msg.sender];
        if (place == 0) revert NotRegistered(jobId, msg.sender);
        _requireBetweenRounds(jobId);
        Contributor[] storage list = _layout().contributors[jobId];
        if (place != list.length) {
            Contributor memory last = list[list.length - 1];
            list[place - 1] = last;
            _layout().places[jobId][last.provider] = place;
        }
        list.pop();
        _layout().places[jobId][msg.sender] = 0;
        _layout().jobs[jobId - 1].contributorCount = uint32(list.length);
        emit ContributorLeft(jobId, msg.sender, IStakeVault(stakeVault).unlock(msg.sender, jobId));
    }

    /// @inheritdoc IDataExchange
    function registerAsAggregator(uint256 jobId) external onlyKnown(jobId) {
        TrainingJobSpec storage spec = _requireOpen(jobId).spec;
        if (msg.sender != spec.aggregator && msg.sender != spec.backupAggregator) revert CallerNotAggregator(jobId, msg.sender);
        uint256 locked = IStakeVault(stakeVault).lockedFor(msg.sender, jobId);
        uint256 wanted = spec.aggregatorStake;
        uint256 missing = wanted > locked ? wanted - locked : 0;
        emit AggregatorRegistered(jobId, msg.sender, missing);
        IStakeVault(stakeVault).lock(msg.sender, jobId, missing);
    }

    /// @inheritdoc IDataExchange
    function releaseAggregator(uint256 jobId) external onlyKnown(jobId) {
        Job storage job = _layout().jobs[jobId - 1];
        if (job.state != JobState.Closed) revert JobNotClosed(jobId);
        if (msg.sender != job.spec.aggregator && msg.sender != job.spec.backupAggregator) revert CallerNotAggregator(jobId, msg.sender);
        emit AggregatorReleased(jobId, msg.sender, IStakeVault(stakeVault).unlock(msg.sender, jobId));
    }

    /// @inheritdoc IDataExchange
    function closeJob(uint256 jobId) external nonReentrant {
        Job storage job = _requireOpen(jobId);
        _requireBetweenRounds(jobId);
        uint256 finalised = IModelCoordinator(coordinator).finalisedRounds(jobId);
        if (msg.sender != job.publisher && block.timestamp <= job.spec.expiry && finalised < job.spec.roundCount) {
            revert JobNotClosable(jobId);
        }
        job.state = JobState.Closed;
        emit TrainingJobClosed(jobId, finalised, IRewardDistributor(distributor).closePool(jobId, finalised));
    }

    /// @inheritdoc IDataExchange
    function requireRoundMayStart(uint256 jobId) external view returns (address publisher, uint256 contributors) {
        Job storage job = _requireOpen(jobId);
        TrainingJobSpec storage spec = job.spec;
        if (block.timestamp > spec.expiry) revert JobExpired(jobId);
        uint256 stake = spec.aggregatorStake;
        address backup = spec.backupAggregator;
        if (
            IStakeVault(stakeVault).lockedFor(spec.aggregator, jobId) < stake
                || (backup != address(0) && IStakeVault(stakeVault).lockedFor(backup, jobId) < stake)
        ) revert AggregatorNotBonded(jobId);
        return (job.publisher, job.contributorCount);
    }

    /// @inheritdoc IDataExchange
    function jobCount() external view returns (uint256) {
        return _layout().jobs.length;
    }

    /// @inheritdoc IDataExchange
    function getJob(uint256 jobId) external view onlyKnown(jobId) returns (Job memory) {
        return _layout().jobs[jobId - 1];
    }

    /// @inheritdoc IDataExchange
    function getJobs(uint256 first, uint256 count) external view returns (Job[] memory page) {
        (uint256 skip, uint256 length) = _page(first == 0 ? 0 : first - 1, count, _layout().jobs.length);
        page = new Job[](length);
        for (uint256 i = 0; i < length; ++i) {
            page[i] = _layout().jobs[skip + i];
        }
    }

    /// @inheritdoc IDataExchange
    function datasetCount() external view returns (uint256) {
        return _layout().datasets.length;
    }

    /// @inheritdoc IDataExchange
    function getDataset(uint256 datasetId) external view returns (Dataset memory) {
        if (datasetId == 0 || datasetId > _layout().datasets.length) revert DatasetUnknown(datasetId);
        return _layout().datasets[datasetId - 1];
    }

    /// @inheritdoc IDataExchange
    function getDatasets(uint256 first, uint256 count) external view returns (Dataset[] memory page) {
        (uint256 skip, uint256 length) = _page(first == 0 ? 0 : first - 1, count, _layout().datasets.length);
        page = new Dataset[](length);
        for (uint256 i = 0; i < length; ++i) {
            page[i] = _layout().datasets[skip + i];
        }
    }

    /// @inheritdoc IDataExchange
    function contributorCount(uint256 jobId) external view onlyKnown(jobId) returns (uint256) {
        return _layout().contributors[jobId].length;
    }

    /// @inheritdoc IDataExchange
    function getContributors(uint256 jobId, uint256 first, uint256 count)
        external
        view
        onlyKnown(jobId)
        returns (Contributor[] memory page)
    {
        Contributor[] storage list = _layout().contributors[jobId];
        (uint256 skip, uint256 length) = _page(first, count, list.length);
        page = new Contributor[](length);
        for (uint256 i = 0; i < length; ++i) {
            page[i] = list[skip + i];
        }
    }

    /// @inheritdoc IDataExchange
    function getContributor(uint256 jobId, address provider) external view returns (Contributor memory contributor) {
        uint256 place = _layout().places[jobId][provider];
        if (place != 0) contributor = _layout().contributors[jobId][place - 1];
    }

    /// @inheritdoc IDataExchange
    function firstRoundOf(uint256 jobId, address provider) external view returns (uint256) {
        uint256 place = _layout().places[jobId][provider];
        return place == 0 ? 0 : _layout().contributors[jobId][place - 1].firstRound;
    }

    /// @inheritdoc IDataExchange
    function stateOf(uint256 jobId) external view returns (JobState) {
        return jobId == 0 || jobId > _layout().jobs.length ? JobState.None : _layout().jobs[jobId - 1].state;
    }

    function _layout() private pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LAYOUT_SLOT
        }
    }

    function _requireOpen(uint256 jobId) private view onlyKnown(jobId) returns (Job storage job) {
        job = _layout().jobs[jobId - 1];
        if (job.state != JobState.Open) revert JobNotOpen(jobId);
    }

    function _requireBetweenRounds(uint256 jobId) private view {
        if (IModelCoordinator(coordinator).isRoundRunning(jobId)) {
            revert RoundRunning(jobId, IModelCoordinator(coordinator).currentRound(jobId));
        }
    }

    function _requireSound(TrainingJobSpec calldata spec) private view {
        if (spec.bountyToken == address(0)) revert AddressZero();
        if (spec.bounty == 0) revert BountyZero();
        if (spec.roundCount == 0) revert RoundCountZero();
        if (spec.minProviders == 0 || spec.minProviders > spec.maxProviders) {
            revert ProviderLimitsWrong(spec.minProviders, spec.maxProviders);
        }
        if (spec.aggregator == address(0) || spec.aggregator == spec.backupAggregator) revert AggregatorInvalid();
        if (spec.expiry <= block.timestamp) revert ExpiryInPast(spec.expiry);
        _requireDuration(spec.commitDuration);
        _requireDuration(spec.deliveryDuration);
        _requireDuration(spec.revealDuration);
        _requireDuration(spec.aggregationDuration);

        address verifier = spec.verifier;
        if (verifier.code.length == 0) revert VerifierWithoutCode(verifier);
        if (verifier.codehash != spec.verifierCodeHash) revert VerifierCodeHashWrong(spec.verifierCodeHash, verifier.codehash);
        bytes32 keyId = ILinkedVerifier(verifier).keyId();
        if (keyId != spec.keyId) revert VerifierKeyWrong(spec.keyId, keyId);
        if (spec.dimension != ILinkedVerifier(verifier).dimension() || spec.chunkCount != ILinkedVerifier(verifier).chunkCount()) {
            revert ModelShapeWrong(spec.dimension, spec.chunkCount);
        }
        // Even with every provider at its largest weight, W stays provable and within the coordinator's 32 bits.
        uint256 weightBits = ILinkedVerifier(verifier).weightBits();
        if (spec.maxWeight == 0 || weightBits > 32 || (uint256(spec.maxWeight) * spec.maxProviders) >> weightBits != 0) {
            revert MaxWeightOutOfRange(spec.maxWeight);
        }
    }

    function _requireDuration(uint256 duration) private pure {
        if (duration == 0 || duration > MAX_PHASE_DURATION) revert DurationOutOfRange(duration);
    }

    function _page(uint256 skip, uint256 count, uint256 total) private pure returns (uint256, uint256 length) {
        if (skip >= total) return (skip, 0);
        length = total - skip;
        return (skip, count < length ? count : length);
    }
}
