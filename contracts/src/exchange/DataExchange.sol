// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { ICommitteeSelector } from "../interfaces/ICommitteeSelector.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { IDataQualityOracle } from "../interfaces/IDataQualityOracle.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { JobRules } from "./JobRules.sol";

/// @title DataExchange
/// @notice See IDataExchange. It holds nothing: bounties pass through to the distributor in one call, stakes are in the vault.
contract DataExchange is IDataExchange, ExchangeModule, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint16 private constant WHOLE = 10_000;

    /// @inheritdoc IDataExchange
    address public immutable stakeVault;
    /// @inheritdoc IDataExchange
    address public immutable distributor;
    /// @inheritdoc IDataExchange
    address public immutable coordinator;
    /// @inheritdoc IDataExchange
    address public immutable selector;
    /// @inheritdoc IDataExchange
    address public immutable registry;
    /// @inheritdoc IDataExchange
    address public immutable oracle;

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
        selector = wiring.selector;
        registry = wiring.registry;
        oracle = wiring.oracle;
    }

    /// @notice Closes the initialisation of the proxy; there is no state to begin with.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IDataExchange
    function createTrainingJob(TrainingJobSpec calldata spec) external payable nonReentrant returns (uint256 jobId) {
        JobRules.requireSoundTerms(spec);
        JobRules.requireSoundCommittee(spec, selector);
        JobRules.requireSoundSettlement(spec, IStakeVault(stakeVault).unbondingDelay());
        JobRules.requireSoundVerifier(spec, registry);
        JobRules.requireSoundContributions(spec, registry);
        Job storage job = _layout().jobs.push();
        jobId = _layout().jobs.length;
        job.publisher = msg.sender;
        job.state = JobState.Open;
        job.createdAt = uint64(block.timestamp);
        job.spec = spec;
        emit TrainingJobCreated(jobId, msg.sender, spec);

        _lockBounty(jobId, spec);
        // Last: whatever the bounty's token calls while it is moved, no round of this job can start yet.
        _openJob(jobId, spec);
    }

    /// @inheritdoc IDataExchange
    function registerDataset(bytes32 commitment, bytes32 profileHash) external returns (uint256 datasetId) {
        if (commitment == 0) revert DatasetCommitmentZero();
        _layout().datasets.push(Dataset(msg.sender, uint64(block.timestamp), commitment, profileHash));
        datasetId = _layout().datasets.length;
        emit DatasetRegistered(datasetId, msg.sender, commitment, profileHash);
    }

    /// @inheritdoc IDataExchange
    function registerAsContributor(uint256 jobId, uint256 datasetId) external {
        Job storage job = _requireOpen(jobId);
        _register(job, jobId, datasetId, job.spec.providerStake);
    }

    /// @inheritdoc IDataExchange
    function registerAsContributor(uint256 jobId, uint256 datasetId, uint128 stake) external {
        Job storage job = _requireOpen(jobId);
        if (stake < job.spec.providerStake) revert StakeBelowMinimum(stake, job.spec.providerStake);
        _register(job, jobId, datasetId, stake);
    }

    /// @inheritdoc IDataExchange
    function leaveJob(uint256 jobId) external onlyKnown(jobId) {
        emit ContributorLeft(jobId, msg.sender, _release(jobId, msg.sender));
    }

    /// @inheritdoc IDataExchange
    function refreshContributor(uint256 jobId, address provider) external onlyKnown(jobId) {
        Contributor storage contributor = _layout().contributors[jobId][_placeOf(jobId, provider) - 1];
        uint256 left = IStakeVault(stakeVault).lockedFor(provider, jobId);
        if (left == contributor.stake) revert NothingToRefresh(jobId, provider);
        TrainingJobSpec storage spec = _layout().jobs[jobId - 1].spec;
        if (left < spec.providerStake) {
            emit ContributorExpelled(jobId, provider, _release(jobId, provider));
            return;
        }
        _requireBetweenRounds(jobId);
        uint32 cap = _rewardWeightCap(spec, left);
        // Slashing only takes, so this is less than the 128 bits it was.
        contributor.stake = uint128(left);
        contributor.rewardWeightCap = cap;
        emit ContributorRefreshed(jobId, provider, left, cap);
        IModelCoordinator(coordinator).enrol(jobId, provider, cap);
        if (spec.committeeSize != 0) ICommitteeSelector(selector).updateStake(jobId, provider, left);
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
    function findJobs(JobState state, uint256 first, uint256 count) external view returns (uint256[] memory jobIds, uint256 next) {
        Job[] storage jobs = _layout().jobs;
        (uint256 skip, uint256 length) = _page(first == 0 ? 0 : first - 1, count, jobs.length);
        jobIds = new uint256[](length);
        uint256 found = 0;
        for (uint256 i = 0; i < length; ++i) {
            if (jobs[skip + i].state == state) jobIds[found++] = skip + i + 1;
        }
        assembly ("memory-safe") {
            mstore(jobIds, found)
        }
        if (length != 0 && skip + length < jobs.length) next = skip + length + 1;
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

    function _layout() private pure returns (Layout storage store) {
        assembly ("memory-safe") {
            store.slot := LAYOUT_SLOT
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

    /// @dev Who has committed in a running round stays to its end; whoever has not may go, so that rounds without a pause hold nobody. The
    ///      selector refuses while a committee is drawn.
    function _requireNoPart(uint256 jobId, address provider) private view {
        IModelCoordinator rounds = IModelCoordinator(coordinator);
        if (!rounds.isRoundRunning(jobId)) return;
        uint256 round = rounds.currentRound(jobId);
        uint256 roundId = RoundId.join(jobId, round);
        (,,, bool revealed) = rounds.shareOf(roundId, provider);
        if (revealed || rounds.pendingCommit(bytes32(roundId), provider) != 0) revert RoundRunning(jobId, round);
    }

    /// @dev Moves a bounty from the publisher to the distributor.
    function _lockBounty(uint256 jobId, TrainingJobSpec calldata spec) private {
        address token = spec.bountyToken;
        uint256 expected = token == address(0) ? spec.bounty : 0;
        if (msg.value != expected) revert ValueWrong(expected, msg.value);
        if (token != address(0)) {
            uint256 before = IERC20(token).balanceOf(address(this));
            IERC20(token).safeTransferFrom(msg.sender, address(this), spec.bounty);
            uint256 received = IERC20(token).balanceOf(address(this)) - before;
            if (received != spec.bounty) revert TransferAmountWrong(spec.bounty, received);
            IERC20(token).forceApprove(distributor, spec.bounty);
        }
        IRewardDistributor(distributor).openPool{ value: expected }(jobId, msg.sender, token, spec.bounty, spec.roundCount);
    }

    function _openJob(uint256 jobId, TrainingJobSpec calldata spec) private {
        address verifier = spec.contributionVerifier;
        uint16 unprovedFactor = spec.unprovedFactor;
        if (verifier == address(0)) unprovedFactor = WHOLE;
        else if (spec.requireContributionProof) unprovedFactor = 0;
        IModelCoordinator(coordinator)
            .openJob(
                jobId,
                IModelCoordinator.JobTerms({
                aggregator: spec.aggregator,
                maxWeight: spec.maxWeight,
                revealDuration: spec.revealDuration,
                timelinessFloor: spec.timelinessFloor,
                unprovedFactor: unprovedFactor,
                verifier: spec.verifier,
                aggregationDuration: spec.aggregationDuration,
                publicationDuration: spec.publicationDuration,
                minProviders: spec.minProviders,
                settlement: spec.settlement,
                verifierCodeHash: spec.verifierCodeHash,
                backupAggregator: spec.backupAggregator,
                roundCount: spec.roundCount,
                challengeWindow: spec.challengeWindow,
                committeeSize: spec.committeeSize,
                contributionVerifier: verifier,
                commitDuration: spec.commitDuration,
                deliveryDuration: spec.deliveryDuration,
                contributionCodeHash: verifier == address(0) ? bytes32(0) : verifier.codehash,
                maxSquaredNorm: spec.maxSquaredNorm
            })
            );
    }

    function _register(Job storage job, uint256 jobId, uint256 datasetId, uint128 stake) private {
        TrainingJobSpec storage spec = job.spec;
        Layout storage store = _layout();
        if (block.timestamp > spec.expiry) revert JobExpired(jobId);
        // One lock per node and job: an aggregator's bond must not come free when a contributor leaves.
        if (msg.sender == spec.aggregator || msg.sender == spec.backupAggregator) revert AggregatorMayNotContribute(jobId);
        if (datasetId == 0 || datasetId > store.datasets.length) revert DatasetUnknown(datasetId);
        if (store.datasets[datasetId - 1].owner != msg.sender) revert CallerNotDatasetOwner(datasetId, msg.sender);
        if (store.places[jobId][msg.sender] != 0) revert AlreadyRegistered(jobId, msg.sender);
        Contributor[] storage list = store.contributors[jobId];
        if (list.length >= spec.maxProviders) revert JobFull(jobId);
        uint256 needed = spec.minDatasetQuality;
        if (needed != 0) {
            uint256 quality = IDataQualityOracle(oracle).qualityOf(datasetId);
            if (quality < needed) revert DatasetQualityTooLow(datasetId, quality, needed);
        }

        uint32 cap = _rewardWeightCap(spec, stake);
        // A round counts whom it may wait for when it starts, so whoever comes later joins the next one. Coordinator, selector and vault
        // are of this system: nothing foreign runs.
        uint32 firstRound = IModelCoordinator(coordinator).enrol(jobId, msg.sender, cap);
        list.push(Contributor(msg.sender, uint64(datasetId), firstRound, stake, cap));
        store.places[jobId][msg.sender] = list.length;
        job.contributorCount = uint32(list.length);
        emit ContributorRegistered(jobId, msg.sender, datasetId, stake, firstRound);
        IStakeVault(stakeVault).lock(msg.sender, jobId, stake);
        if (spec.committeeSize != 0) ICommitteeSelector(selector).updateStake(jobId, msg.sender, stake);
    }

    /// @dev Takes a contributor off the job's list and frees what is left of its stake.
    function _release(uint256 jobId, address provider) private returns (uint256 freed) {
        Layout storage store = _layout();
        uint256 place = _placeOf(jobId, provider);
        _requireNoPart(jobId, provider);
        Contributor[] storage list = store.contributors[jobId];
        if (place != list.length) {
            Contributor memory last = list[list.length - 1];
            list[place - 1] = last;
            store.places[jobId][last.provider] = place;
        }
        list.pop();
        store.places[jobId][provider] = 0;
        Job storage job = store.jobs[jobId - 1];
        job.contributorCount = uint32(list.length);
        IModelCoordinator(coordinator).withdrawProvider(jobId, provider);
        if (job.spec.committeeSize != 0) ICommitteeSelector(selector).updateStake(jobId, provider, 0);
        freed = IStakeVault(stakeVault).unlock(provider, jobId);
    }

    /// @dev The weight that a stake pays for; 0 for no cap. At least 1 where there is one, since the provider stake covers one unit.
    function _rewardWeightCap(TrainingJobSpec storage spec, uint256 stake) private view returns (uint32) {
        uint256 stakePerWeight = spec.stakePerWeight;
        return stakePerWeight == 0 ? 0 : uint32(Math.min(stake / stakePerWeight, spec.maxWeight));
    }

    function _placeOf(uint256 jobId, address provider) private view returns (uint256 place) {
        place = _layout().places[jobId][provider];
        if (place == 0) revert NotRegistered(jobId, provider);
    }

    function _page(uint256 skip, uint256 count, uint256 total) private pure returns (uint256, uint256 length) {
        if (skip >= total) return (skip, 0);
        length = total - skip;
        return (skip, count < length ? count : length);
    }
}
