// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { AggregateProof } from "../interfaces/AggregateProof.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { Bn254 } from "../libraries/Bn254.sol";
import { RoundEntry } from "../libraries/RoundEntry.sol";

/// @title ModelCoordinator
/// @notice See IModelCoordinator. Holds no token and has no privileged account: what each caller may do follows from the job's terms alone.
contract ModelCoordinator is IModelCoordinator, ExchangeModule, EIP712 {
    using RoundEntry for uint256;
    using SafeCast for uint256;

    /// @notice keccak256("Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight)").
    bytes32 public constant RECEIPT_TYPEHASH =
        keccak256("Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight)");

    /// @notice What an aggregator that misses its deadline loses of its bond for the job, in 1/10,000.
    uint256 public constant LATE_AGGREGATOR_PENALTY = 5000;

    /// @dev One storage word, read and written as a whole.
    struct Head {
        uint40 jobId;
        uint32 number;
        Phase phase;
        uint40 deadline;
        uint16 eligible;
        uint16 committed;
        uint16 revealed;
        uint32 totalWeight;
        uint32 ordinal;
        // Some update was receipted by the backup, so the aggregator may lack its opening: it is then not at fault.
        bool backupReceipts;
        bool settledByBackup;
        bool modelPublished;
    }

    struct Round {
        Head head;
        // The running C_S until the round is finalised, from then on C_Y: rewriting two used words instead of filling two fresh ones saves
        // 34,000 gas of every settlement, and C_S stays in AggregateVerified.
        G1 commitment;
        uint256 compensation;
    }

    struct Progress {
        uint32 currentRound;
        uint32 finalisedRounds;
        uint32 lastFinalised;
        bool finalWeightsCommitted;
    }

    /// @inheritdoc IModelCoordinator
    address public immutable exchange;
    /// @inheritdoc IModelCoordinator
    address public immutable stakeVault;
    /// @inheritdoc IModelCoordinator
    address public immutable distributor;

    /// @custom:storage-location erc7201:flzk.storage.ModelCoordinator
    struct Layout {
        mapping(uint256 jobId => JobTerms) terms;
        mapping(uint256 jobId => Progress) progress;
        mapping(bytes32 roundKey => Round) rounds;
        mapping(bytes32 roundKey => mapping(address provider => uint256)) entries;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.ModelCoordinator")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_SLOT = 0x0ef6addc1bf7925334bd0da408806c82c79c0683693d488f28889e435ff5da00;

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.coordinator) EIP712("FlZk ModelCoordinator", "1") {
        exchange = wiring.exchange;
        stakeVault = wiring.vault;
        distributor = wiring.distributor;
    }

    /// @notice Closes the initialisation of the proxy; there is no state to begin with.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IModelCoordinator
    function openJob(uint256 jobId, JobTerms calldata terms) external {
        if (msg.sender != exchange) revert CallerNotExchange(msg.sender);
        _layout().terms[jobId] = terms;
        emit JobOpened(jobId, terms);
    }

    /// @inheritdoc IModelCoordinator
    function startRound(uint256 jobId) external returns (uint256 round) {
        (address publisher, uint256 contributors) = IDataExchange(exchange).requireRoundMayStart(jobId);
        JobTerms storage terms = _layout().terms[jobId];
        if (msg.sender != publisher && msg.sender != terms.aggregator && msg.sender != terms.backupAggregator) {
            revert CallerMayNotStart(jobId, msg.sender);
        }
        Progress storage progress = _layout().progress[jobId];
        if (isRoundRunning(jobId)) revert RoundRunning(jobId, progress.currentRound);
        if (progress.finalisedRounds >= terms.roundCount) revert RoundsExhausted(jobId);
        if (contributors < terms.minProviders) revert TooFewContributors(contributors, terms.minProviders);

        round = uint256(progress.currentRound) + 1;
        progress.currentRound = round.toUint32();
        bytes32 key = roundKeyOf(jobId, round);
        uint256 deadline = block.timestamp + terms.commitDuration;
        Head storage head = _layout().rounds[key].head;
        head.jobId = jobId.toUint40();
        head.number = uint32(round);
        head.phase = Phase.Committing;
        head.deadline = uint40(deadline);
        head.eligible = contributors.toUint16();
        emit RoundStarted(jobId, round, key, contributors, deadline);
    }

    /// @inheritdoc IModelCoordinator
    function commitUpdate(uint256 jobId, bytes32 commitHash) external {
        if (commitHash == 0) revert CommitHashZero();
        uint256 round = _layout().progress[jobId].currentRound;
        bytes32 key = roundKeyOf(jobId, round);
        Head memory head = _layout().rounds[key].head;
        if (head.phase != Phase.Committing) revert PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert DeadlinePassed(head.deadline);
        uint256 firstRound = IDataExchange(exchange).firstRoundOf(jobId, msg.sender);
        if (firstRound == 0 || firstRound > round) revert NotEligible(jobId, round, msg.sender);
        if (_layout().entries[key][msg.sender] != 0) revert AlreadyCommitted(msg.sender);

        _layout().entries[key][msg.sender] = RoundEntry.committed(commitHash);
        head.committed += 1;
        emit UpdateCommitted(jobId, round, msg.sender, commitHash);
        if (head.committed == head.eligible) _enter(head, Phase.Delivering, _layout().terms[jobId].deliveryDuration);
        _layout().rounds[key].head = head;
    }

    /// @inheritdoc IModelCoordinator
    function submitUpdate(bytes32 roundKey, bytes calldata update) external {
        (uint256 jobId, uint256 number, G1 memory commitment, uint256 weight, bytes32 salt, bytes memory receipt) =
            abi.decode(update, (uint256, uint256, G1, uint256, bytes32, bytes));
        if (roundKey != roundKeyOf(jobId, number)) revert RoundKeyMismatch();
        Round storage round = _layout().rounds[roundKey];
        Head memory head = round.head;
        _requireRevealing(head);

        uint256 entry = _layout().entries[roundKey][msg.sender];
        if (entry == 0) revert NotCommitted(msg.sender);
        if (entry.isRevealed()) revert AlreadyRevealed(msg.sender);
        bytes32 commitHash =
            keccak256(abi.encode(block.chainid, address(this), jobId, number, msg.sender, commitment.x, commitment.y, weight, salt));
        if (entry != RoundEntry.committed(commitHash)) revert CommitmentMismatch();

        JobTerms storage terms = _layout().terms[jobId];
        if (weight == 0 || weight > terms.maxWeight) revert WeightOutOfRange(weight, terms.maxWeight);
        // A malformed signature gives the zero address, which is nobody.
        (address signer,,) = ECDSA.tryRecover(_receiptDigest(jobId, number, msg.sender, commitment, weight), receipt);
        if (signer != terms.aggregator) {
            if (signer == address(0) || signer != terms.backupAggregator) revert ReceiptInvalid(signer);
            head.backupReceipts = true;
        }

        _layout().entries[roundKey][msg.sender] = RoundEntry.revealed(weight, head.totalWeight, head.revealed);
        // maxWeight * maxProviders is below 2^32, and at most maxProviders are eligible.
        head.totalWeight += uint32(weight);
        head.revealed += 1;
        _accumulate(round.commitment, commitment, weight);
        emit UpdateRevealed(jobId, number, msg.sender, commitment.x, commitment.y, weight);
        if (head.revealed == head.committed) _enter(head, Phase.Aggregating, terms.aggregationDuration);
        round.head = head;
    }

    /// @inheritdoc IModelCoordinator
    function advanceRound(uint256 jobId) external {
        Round storage round = _current(jobId);
        Head memory head = round.head;
        JobTerms storage terms = _layout().terms[jobId];
        if (head.phase != Phase.Committing && head.phase != Phase.Delivering && head.phase != Phase.Revealing) {
            revert PhaseWrong(head.phase);
        }
        if (block.timestamp <= head.deadline) revert DeadlineNotReached(head.deadline);
        if (head.phase == Phase.Committing) {
            if (head.committed < terms.minProviders) revert TooFewToGoOn(head.committed, terms.minProviders);
            _enter(head, Phase.Delivering, terms.deliveryDuration);
        } else if (head.phase == Phase.Delivering) {
            _enter(head, Phase.Revealing, terms.revealDuration);
        } else {
            if (head.revealed < terms.minProviders) revert TooFewToGoOn(head.revealed, terms.minProviders);
            _enter(head, Phase.Aggregating, terms.aggregationDuration);
        }
        round.head = head;
    }

    /// @inheritdoc IModelCoordinator
    function verifyAggregate(uint256 jobId, AggregateProof calldata proof) external {
        Round storage round = _current(jobId);
        Head memory head = round.head;
        if (head.phase != Phase.Aggregating) revert PhaseWrong(head.phase);
        JobTerms storage terms = _layout().terms[jobId];
        bool late = block.timestamp > head.deadline;
        if (msg.sender != (late ? terms.backupAggregator : terms.aggregator)) revert CallerNotAggregator(msg.sender);
        if (late && block.timestamp > uint256(head.deadline) + terms.aggregationDuration) revert DeadlinePassed(head.deadline);

        address verifier = terms.verifier;
        if (verifier.codehash != terms.verifierCodeHash) revert VerifierCodeChanged(verifier);
        G1 memory sum = round.commitment;
        // A view call: the verifier can neither change state nor come back in to do so.
        if (!ILinkedVerifier(verifier).verify(contextOf(jobId, head.number, msg.sender), head.totalWeight, sum, proof)) {
            revert AggregateProofRejected();
        }

        Progress memory progress = _layout().progress[jobId];
        head.phase = Phase.Finalised;
        head.deadline = 0;
        head.ordinal = progress.finalisedRounds;
        head.settledByBackup = late;
        progress.finalisedRounds += 1;
        progress.lastFinalised = head.number;
        round.head = head;
        round.commitment = proof.modelCommitment;
        _layout().progress[jobId] = progress;
        emit AggregateVerified(jobId, head.number, msg.sender, proof.modelCommitment, head.totalWeight, sum);
        if (late && !head.backupReceipts) {
            IStakeVault(stakeVault).slashNode(terms.aggregator, jobId, LATE_AGGREGATOR_PENALTY, IStakeVault.SlashProceeds.Treasury);
        }
    }

    /// @inheritdoc IModelCoordinator
    function failRound(uint256 jobId) external {
        Round storage round = _current(jobId);
        Head memory head = round.head;
        JobTerms storage terms = _layout().terms[jobId];
        Phase phase = head.phase;
        uint256 deadline = head.deadline;
        address backup = terms.backupAggregator;
        if (phase != Phase.Committing && phase != Phase.Revealing && phase != Phase.Aggregating) {
            if (phase == Phase.Delivering) revert RoundMayGoOn();
            revert PhaseWrong(phase);
        }
        if (phase == Phase.Committing && head.committed >= terms.minProviders) revert RoundMayGoOn();
        if (phase == Phase.Revealing && head.revealed >= terms.minProviders) revert RoundMayGoOn();
        if (phase == Phase.Aggregating && backup != address(0)) deadline += terms.aggregationDuration;
        if (block.timestamp <= deadline) revert DeadlineNotReached(deadline);

        head.phase = Phase.Failed;
        head.deadline = 0;
        round.head = head;
        uint256 compensation = 0;
        if (phase == Phase.Aggregating) {
            // The vault is part of this system and its stake token is fixed: nothing foreign runs before the event below.
            if (!head.backupReceipts) compensation = _slashForProviders(terms.aggregator, jobId);
            if (backup != address(0)) compensation += _slashForProviders(backup, jobId);
            if (compensation != 0) round.compensation = compensation;
        }
        emit RoundFailed(jobId, head.number, phase, compensation);
    }

    /// @inheritdoc IModelCoordinator
    function publishModel(uint256 jobId, uint256 round, uint256 blinding, bytes calldata model) external {
        Head storage head = _requireSettler(jobId, round);
        if (head.modelPublished) revert ModelAlreadyPublished(jobId, round);
        if (blinding >= Bn254.R) revert BlindingOutOfField();
        ILinkedVerifier verifier = ILinkedVerifier(_layout().terms[jobId].verifier);
        uint256 expected = verifier.dimension() * (verifier.valueBits() / 8);
        if (model.length != expected) revert ModelLengthWrong(expected, model.length);
        head.modelPublished = true;
        emit ModelPublished(jobId, round, msg.sender, blinding, model);
    }

    /// @inheritdoc IModelCoordinator
    function commitFinalWeights(bytes calldata finalWeights) external {
        (uint256 jobId, uint256 round, bytes32 contentHash, string memory location) =
            abi.decode(finalWeights, (uint256, uint256, bytes32, string));
        _requireSettler(jobId, round);
        Progress storage progress = _layout().progress[jobId];
        if (progress.finalWeightsCommitted) revert FinalWeightsAlreadyCommitted(jobId);
        if (progress.lastFinalised != round) revert NotLastFinalisedRound(jobId, round);
        bool roundsLeft = progress.finalisedRounds < _layout().terms[jobId].roundCount;
        if (roundsLeft && IDataExchange(exchange).stateOf(jobId) != IDataExchange.JobState.Closed) revert JobNotFinished(jobId);
        progress.finalWeightsCommitted = true;
        emit FinalWeightsCommitted(jobId, round, contentHash, location);
    }

    /// @inheritdoc IModelCoordinator
    function currentRound(uint256 jobId) external view returns (uint256) {
        return _layout().progress[jobId].currentRound;
    }

    /// @inheritdoc IModelCoordinator
    function finalisedRounds(uint256 jobId) external view returns (uint256) {
        return _layout().progress[jobId].finalisedRounds;
    }

    /// @inheritdoc IModelCoordinator
    function isRoundRunning(uint256 jobId) public view returns (bool) {
        Phase phase = _current(jobId).head.phase;
        return phase != Phase.Idle && phase != Phase.Finalised && phase != Phase.Failed;
    }

    /// @inheritdoc IModelCoordinator
    function getTerms(uint256 jobId) external view returns (JobTerms memory) {
        return _layout().terms[jobId];
    }

    /// @inheritdoc IModelCoordinator
    function getRound(uint256 jobId, uint256 round) external view returns (RoundState memory state) {
        Round storage stored = _layout().rounds[roundKeyOf(jobId, round)];
        Head memory head = stored.head;
        if (head.phase == Phase.Idle) revert RoundUnknown(jobId, round);
        bool finalised = head.phase == Phase.Finalised;
        state.jobId = jobId;
        state.round = round;
        state.phase = head.phase;
        state.deadline = head.deadline;
        state.eligible = head.eligible;
        state.committed = head.committed;
        state.revealed = head.revealed;
        state.totalWeight = head.totalWeight;
        if (finalised) state.modelCommitment = stored.commitment;
        else state.sumCommitment = stored.commitment;
        if (finalised) state.settledBy = _settler(jobId, head);
        state.ordinal = head.ordinal;
        state.modelPublished = head.modelPublished;
    }

    /// @inheritdoc IModelCoordinator
    function phaseOf(uint256 jobId, uint256 round) external view returns (Phase) {
        return _layout().rounds[roundKeyOf(jobId, round)].head.phase;
    }

    /// @inheritdoc IModelCoordinator
    function modelCommitment(uint256 jobId, uint256 round) external view returns (G1 memory commitment) {
        Round storage stored = _layout().rounds[roundKeyOf(jobId, round)];
        if (stored.head.phase == Phase.Finalised) commitment = stored.commitment;
    }

    /// @inheritdoc IModelCoordinator
    function pendingCommit(bytes32 key, address provider) external view returns (uint256) {
        uint256 entry = _layout().entries[key][provider];
        return entry.isRevealed() ? 0 : entry.commitHash();
    }

    /// @inheritdoc IModelCoordinator
    function revealOf(bytes32 key, address provider) external view returns (uint256 weight, uint256 weightBefore, uint256 index) {
        uint256 entry = _layout().entries[key][provider];
        if (entry.isRevealed()) return entry.reveal();
    }

    /// @inheritdoc IModelCoordinator
    function outcomeOf(bytes32 key)
        external
        view
        returns (uint256 jobId, uint256 round, Phase phase, uint256 ordinal, uint256 totalWeight, uint256 compensation)
    {
        Head memory head = _layout().rounds[key].head;
        return (head.jobId, head.number, head.phase, head.ordinal, head.totalWeight, _layout().rounds[key].compensation);
    }

    /// @inheritdoc IModelCoordinator
    function contextOf(uint256 jobId, uint256 round, address aggregator) public view returns (uint256) {
        return uint256(keccak256(abi.encode(block.chainid, address(this), jobId, round, aggregator))) % Bn254.R;
    }

    /// @inheritdoc IModelCoordinator
    function roundKeyOf(uint256 jobId, uint256 round) public pure returns (bytes32) {
        return keccak256(abi.encode(jobId, round));
    }

    /// @inheritdoc IModelCoordinator
    function receiptDigest(uint256 jobId, uint256 round, address provider, G1 calldata commitment, uint256 weight)
        external
        view
        returns (bytes32)
    {
        return _receiptDigest(jobId, round, provider, commitment, weight);
    }

    function _layout() private pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LAYOUT_SLOT
        }
    }

    function _current(uint256 jobId) private view returns (Round storage) {
        return _layout().rounds[roundKeyOf(jobId, _layout().progress[jobId].currentRound)];
    }

    /// @dev Changes the head in memory; the caller stores it.
    function _enter(Head memory head, Phase phase, uint256 duration) private {
        uint256 deadline = block.timestamp + duration;
        head.phase = phase;
        head.deadline = deadline.toUint40();
        emit PhaseAdvanced(head.jobId, head.number, phase, deadline);
    }

    /// @dev Delivering has no end for reveals: if its deadline has passed, all that is missing is somebody's push into Revealing.
    function _requireRevealing(Head memory head) private view {
        if (head.phase == Phase.Delivering) return;
        if (head.phase != Phase.Revealing) revert PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert DeadlinePassed(head.deadline);
    }

    /// @dev sum += weight * commitment, refusing infinity (which commits to nothing) and points off the curve. A sum at infinity, which providers
    ///      who act together reach with openings that are all in order, is refused too: no proof could settle it, and the aggregator would pay.
    function _accumulate(G1 storage sum, G1 memory commitment, uint256 weight) private {
        (uint256 x, uint256 y) = (commitment.x, commitment.y);
        if ((x | y) == 0) revert PointAtInfinity();
        if (x >= Bn254.P || y >= Bn254.P || !Bn254.isOnCurve(x, y)) revert PointNotOnCurve();
        G1 memory running = sum;
        uint256 destination;
        assembly ("memory-safe") {
            destination := running
        }
        if (!Bn254.multiplyAdd(destination, x, y, weight)) revert PointNotOnCurve();
        if ((running.x | running.y) == 0) revert PointAtInfinity();
        sum.x = running.x;
        sum.y = running.y;
    }

    function _slashForProviders(address node, uint256 jobId) private returns (uint256) {
        return IStakeVault(stakeVault).slashNode(node, jobId, LATE_AGGREGATOR_PENALTY, IStakeVault.SlashProceeds.Harmed);
    }

    function _requireSettler(uint256 jobId, uint256 round) private view returns (Head storage head) {
        head = _layout().rounds[roundKeyOf(jobId, round)].head;
        if (head.phase != Phase.Finalised) revert PhaseWrong(head.phase);
        if (msg.sender != _settler(jobId, head)) revert CallerNotAggregator(msg.sender);
    }

    function _settler(uint256 jobId, Head memory head) private view returns (address) {
        return head.settledByBackup ? _layout().terms[jobId].backupAggregator : _layout().terms[jobId].aggregator;
    }

    function _receiptDigest(uint256 jobId, uint256 round, address provider, G1 memory commitment, uint256 weight)
        private
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(keccak256(abi.encode(RECEIPT_TYPEHASH, jobId, round, provider, commitment.x, commitment.y, weight)));
    }
}
