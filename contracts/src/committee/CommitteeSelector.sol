// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { G1, G2 } from "../interfaces/Bn254Points.sol";
import { ICommitteeConsumer } from "../interfaces/ICommitteeConsumer.sol";
import { ICommitteeSelector } from "../interfaces/ICommitteeSelector.sol";
import { Bls } from "./Bls.sol";
import { Sortition } from "./Sortition.sol";
import { StakeTree } from "./StakeTree.sol";

/// @title CommitteeSelector
/// @notice See ICommitteeSelector. It holds no token; whoever upgrades it can at most change who is drawn, never take a bond.
contract CommitteeSelector is ICommitteeSelector, ExchangeModule {
    using StakeTree for StakeTree.Tree;

    /// @inheritdoc ICommitteeSelector
    uint256 public constant MAX_COMMITTEE_SIZE = 128;

    struct Job {
        /// The round whose draw may be pending, and the key that all of the job's draws use, both from 1.
        uint32 round;
        uint32 keyVersion;
        /// Set by the job's first request, so that a later key of the aggregator cannot enter a running job.
        address aggregator;
        StakeTree.Tree candidates;
    }

    struct Pending {
        uint64 requestBlock;
        uint128 totalStake;
        uint16 candidates;
        uint8 members;
        bool fulfilled;
        bytes32 prevrandao;
        bytes32 entropy;
    }

    /// @custom:storage-location erc7201:flzk.storage.CommitteeSelector
    struct CommitteeStorage {
        mapping(address aggregator => G2[]) keys;
        mapping(uint256 jobId => Job) jobs;
        mapping(uint256 roundId => Pending) requests;
        mapping(uint256 roundId => address[]) committees;
        mapping(uint256 roundId => mapping(address provider => bool)) memberships;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.CommitteeSelector")) - 1)) & ~bytes32(uint256(0xff)).
    bytes32 private constant STORAGE = 0x6b3bd1cf971a8013b88e34dfc08385cdfe0f72418fabb18e5e7158978d9c8600;

    address private immutable _exchange;
    address private immutable _coordinator;

    modifier onlyExchange() {
        if (msg.sender != _exchange) revert CallerNotExchange(msg.sender);
        _;
    }

    modifier onlyCoordinator() {
        if (msg.sender != _coordinator) revert CallerNotCoordinator(msg.sender);
        _;
    }

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.selector) {
        _exchange = wiring.exchange;
        _coordinator = wiring.coordinator;
    }

    /// @notice Takes its place as the proxy's first implementation; there is no state to set.
    function initialize() external initializer inPlace { }

    /// @inheritdoc ICommitteeSelector
    function registerBeaconKey(G2 calldata key, G1 calldata possession) external returns (uint256 version) {
        if (!Bls.isKey(key)) revert BeaconKeyInvalid();
        if (!Bls.isSignature(possession)) revert SignatureInvalid();
        if (!Bls.verify(key, possessionMessageOf(msg.sender, key), Bls.POSSESSION_TAG, possession)) revert PossessionNotProved();
        G2[] storage keys = _store().keys[msg.sender];
        keys.push(key);
        version = keys.length;
        emit BeaconKeyRegistered(msg.sender, version, key);
    }

    /// @inheritdoc ICommitteeSelector
    function updateStake(uint256 jobId, address provider, uint256 stake) external onlyExchange {
        if (stake > StakeTree.MAX_STAKE) revert StakeTooLarge(stake);
        Job storage job = _store().jobs[jobId];
        StakeTree.Tree storage candidates = job.candidates;
        uint256 place = candidates.places[provider];
        if (place == 0) {
            if (stake == 0) return;
            if (candidates.count == StakeTree.MAX_CANDIDATES) revert TooManyCandidates(jobId);
            candidates.append(provider, stake);
        } else {
            _requireNoDraw(jobId, job.round);
            if (stake == 0) candidates.remove(place);
            else candidates.set(place, stake);
        }
        emit CandidateStakeUpdated(jobId, provider, stake);
    }

    /// @inheritdoc ICommitteeSelector
    function requestCommittee(uint256 roundId, uint256 size, address aggregator) external onlyCoordinator returns (uint256 members) {
        if (size == 0 || size > MAX_COMMITTEE_SIZE) revert CommitteeSizeOutOfRange(size, MAX_COMMITTEE_SIZE);
        CommitteeStorage storage store = _store();
        Pending storage request = store.requests[roundId];
        if (request.requestBlock != 0) revert AlreadyRequested(roundId);
        Job storage job = store.jobs[_jobOf(roundId)];
        uint256 count = job.candidates.count;
        if (count == 0) revert NoCandidates(_jobOf(roundId));
        uint256 keyVersion = job.keyVersion;
        if (keyVersion == 0) {
            keyVersion = store.keys[aggregator].length;
            if (keyVersion == 0) revert BeaconKeyMissing(aggregator);
            job.keyVersion = uint32(keyVersion);
            job.aggregator = aggregator;
        }
        job.round = uint32(roundId);

        members = size < count ? size : count;
        uint256 total = job.candidates.total;
        bytes32 prevrandao = bytes32(block.prevrandao);
        request.requestBlock = uint64(block.number);
        request.totalStake = uint128(total);
        request.candidates = uint16(count);
        request.members = uint8(members);
        request.prevrandao = prevrandao;
        emit CommitteeRequested(roundId, job.aggregator, keyVersion, members, count, total, prevrandao);
    }

    /// @inheritdoc ICommitteeSelector
    function recordEntropy(uint256 roundId) external {
        Pending storage request = _store().requests[roundId];
        if (request.entropy != 0) revert EntropyAlreadyRecorded(roundId);
        bytes32 entropy = _entropyOf(request, roundId);
        request.entropy = entropy;
        emit EntropyRecorded(roundId, entropy);
    }

    /// @inheritdoc ICommitteeSelector
    function fulfil(uint256 roundId, G1 calldata signature) external {
        CommitteeStorage storage store = _store();
        Pending storage request = store.requests[roundId];
        bytes32 entropy = _entropyOf(request, roundId);
        if (request.fulfilled) revert AlreadyFulfilled(roundId);
        Job storage job = store.jobs[_jobOf(roundId)];
        if (!_isDrawing(roundId)) revert RequestStale(roundId);
        if (!Bls.isSignature(signature)) revert SignatureInvalid();
        G2 memory key = store.keys[job.aggregator][job.keyVersion - 1];
        if (!Bls.verify(key, _message(roundId, request.prevrandao, entropy), Bls.SIGNATURE_TAG, signature)) revert SignatureWrong();

        request.fulfilled = true;
        bytes32 seed = keccak256(abi.encode(signature.x, signature.y));
        address[] memory members = Sortition.draw(job.candidates, seed, request.totalStake, request.members);
        store.committees[roundId] = members;
        mapping(address provider => bool) storage memberships = store.memberships[roundId];
        for (uint256 i = 0; i < members.length; ++i) {
            memberships[members[i]] = true;
        }
        emit CommitteeDrawn(roundId, entropy, signature, members);
        ICommitteeConsumer(_coordinator).committeeDrawn(roundId);
    }

    /// @inheritdoc ICommitteeSelector
    function messageOf(uint256 roundId) external view returns (bytes memory) {
        Pending storage request = _store().requests[roundId];
        return _message(roundId, request.prevrandao, _entropyOf(request, roundId));
    }

    /// @inheritdoc ICommitteeSelector
    function possessionMessageOf(address aggregator, G2 calldata key) public view returns (bytes memory) {
        return abi.encode(block.chainid, address(this), aggregator, key);
    }

    /// @inheritdoc ICommitteeSelector
    function isMember(uint256 roundId, address provider) external view returns (bool) {
        return _store().memberships[roundId][provider];
    }

    /// @inheritdoc ICommitteeSelector
    function getCommittee(uint256 roundId) external view returns (address[] memory) {
        return _store().committees[roundId];
    }

    /// @inheritdoc ICommitteeSelector
    function requestOf(uint256 roundId) external view returns (Request memory request) {
        CommitteeStorage storage store = _store();
        Pending memory pending = store.requests[roundId];
        if (pending.requestBlock == 0) return request;
        Job storage job = store.jobs[_jobOf(roundId)];
        request.aggregator = job.aggregator;
        request.keyVersion = job.keyVersion;
        request.requestBlock = pending.requestBlock;
        request.prevrandao = pending.prevrandao;
        request.entropy = pending.entropy;
        request.members = pending.members;
        request.candidates = pending.candidates;
        request.totalStake = pending.totalStake;
        request.fulfilled = pending.fulfilled;
    }

    /// @inheritdoc ICommitteeSelector
    function beaconKeyCount(address aggregator) external view returns (uint256) {
        return _store().keys[aggregator].length;
    }

    /// @inheritdoc ICommitteeSelector
    function beaconKeyOf(address aggregator, uint256 version) external view returns (G2 memory) {
        G2[] storage keys = _store().keys[aggregator];
        if (version == 0 || version > keys.length) revert BeaconKeyUnknown(aggregator, version);
        return keys[version - 1];
    }

    /// @inheritdoc ICommitteeSelector
    function jobKeyVersionOf(uint256 jobId) external view returns (uint256) {
        return _store().jobs[jobId].keyVersion;
    }

    /// @inheritdoc ICommitteeSelector
    function stakeOf(uint256 jobId, address provider) external view returns (uint256) {
        StakeTree.Tree storage candidates = _store().jobs[jobId].candidates;
        return candidates.nodes[candidates.places[provider]].stake;
    }

    /// @inheritdoc ICommitteeSelector
    function totalStakeOf(uint256 jobId) external view returns (uint256) {
        return _store().jobs[jobId].candidates.total;
    }

    /// @inheritdoc ICommitteeSelector
    function candidateCount(uint256 jobId) external view returns (uint256) {
        return _store().jobs[jobId].candidates.count;
    }

    /// @inheritdoc ICommitteeSelector
    function getCandidates(uint256 jobId, uint256 first, uint256 count)
        external
        view
        returns (address[] memory providers, uint256[] memory stakes)
    {
        StakeTree.Tree storage candidates = _store().jobs[jobId].candidates;
        uint256 total = candidates.count;
        uint256 left = first < total ? total - first : 0;
        uint256 length = count < left ? count : left;
        providers = new address[](length);
        stakes = new uint256[](length);
        for (uint256 i = 0; i < length; ++i) {
            providers[i] = candidates.providers[first + i + 1];
            stakes[i] = candidates.nodes[first + i + 1].stake;
        }
    }

    /// @dev A round that no longer waits for its committee (drawn, or failed) holds nothing back.
    function _requireNoDraw(uint256 jobId, uint256 round) private view {
        uint256 roundId = (jobId << 32) | round;
        if (round != 0 && _isDrawing(roundId)) revert DrawPending(jobId, roundId);
    }

    function _isDrawing(uint256 roundId) private view returns (bool) {
        return ICommitteeConsumer(_coordinator).isDrawing(roundId);
    }

    function _entropyOf(Pending storage request, uint256 roundId) private view returns (bytes32 entropy) {
        uint256 requestBlock = request.requestBlock;
        if (requestBlock == 0) revert RequestUnknown(roundId);
        entropy = request.entropy;
        if (entropy == 0) {
            if (block.number <= requestBlock + 1) revert EntropyNotYetKnown(requestBlock + 1);
            // Zero once the chain has forgotten it, after 256 blocks.
            entropy = blockhash(requestBlock + 1);
            if (entropy == 0) revert EntropyLost(requestBlock + 1);
        }
    }

    function _message(uint256 roundId, bytes32 prevrandao, bytes32 entropy) private view returns (bytes memory) {
        return abi.encode(block.chainid, address(this), roundId, prevrandao, entropy);
    }

    function _jobOf(uint256 roundId) private pure returns (uint256) {
        return roundId >> 32;
    }

    function _store() private pure returns (CommitteeStorage storage store) {
        assembly ("memory-safe") {
            store.slot := STORAGE
        }
    }
}
