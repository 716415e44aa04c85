// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Wiring } from "../governance/Wiring.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IReputation } from "../interfaces/IReputation.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { Bn254 } from "../libraries/Bn254.sol";
import { CompressedPoint } from "../libraries/CompressedPoint.sol";
import { RoundId } from "../libraries/RoundId.sol";

/// @title RoundBase
/// @notice The rounds' storage, and what their parts share.
abstract contract RoundBase is EIP712 {
    using SafeCast for uint256;

    /// @dev One storage word, read and written as a whole.
    struct Head {
        IModelCoordinator.Phase phase;
        uint40 deadline;
        uint16 eligible;
        uint16 committed;
        uint16 revealed;
        uint32 totalWeight;
        uint64 totalPoints;
        uint32 ordinal;
        // Only members of the drawn committee may commit.
        bool byCommittee;
        // Whose receipts there are, AGGREGATOR_RECEIPTS or BACKUP_RECEIPTS or both: of an update that the other receipted, each may lack
        // the opening, and is then not at fault.
        uint8 receipts;
        // C_Y was proposed without a proof.
        bool proposed;
        // The backup proposed or proved C_Y.
        bool settledByBackup;
    }

    struct Round {
        Head head;
        // The running C_S until C_Y is proved, from then on C_Y, compressed in x, with y zero: rewriting used words instead of filling
        // fresh ones saves every settlement 40,000 gas, and C_S stays in AggregateVerified.
        G1 commitment;
        uint256 compensation;
    }

    struct Progress {
        uint32 currentRound;
        uint32 finalisedRounds;
        uint32 lastFinalised;
        bool finalWeightsCommitted;
    }

    struct Proposal {
        // C_Y, compressed.
        uint256 commitment;
        bytes32 contentHash;
    }

    /// @dev A settlement over several calls.
    struct Settling {
        address aggregator;
        uint16 verified;
        // h_c = keccak256(abi.encode(h_(c-1), D_c)), from zero.
        bytes32 digest;
    }

    /// @custom:storage-location erc7201:flzk.storage.ModelCoordinator
    struct RoundStorage {
        mapping(uint256 jobId => IModelCoordinator.JobTerms) terms;
        mapping(uint256 jobId => Progress) progress;
        mapping(uint256 jobId => mapping(address provider => IModelCoordinator.Participant)) participants;
        mapping(uint256 roundId => Round) rounds;
        mapping(uint256 roundId => mapping(address provider => uint256)) entries;
        mapping(uint256 roundId => Proposal) proposals;
        mapping(uint256 roundId => Settling) settling;
        // Bytes of a model that is published in parts.
        mapping(uint256 roundId => uint256) published;
    }

    /// @notice keccak256("Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight)").
    bytes32 public constant RECEIPT_TYPEHASH =
        keccak256("Receipt(uint256 jobId,uint256 round,address provider,uint256 commitmentX,uint256 commitmentY,uint256 weight)");

    /// @notice What an aggregator loses of its bond for the job when it misses a deadline (its committee's drawing, its settlement, its
    ///         model's publication), in 1/10,000.
    uint256 public constant LATE_AGGREGATOR_PENALTY = 5000;

    /// @notice What it loses when it was challenged and did not prove what it had proposed, in 1/10,000: so much that what is left over by
    ///         its challenger, even if that is itself, exceeds what coming late costs.
    uint256 public constant UNPROVED_PROPOSAL_PENALTY = 10_000;

    /// @notice What a provider loses of its bond for the job when it lets a posted receipt pass unrevealed, in 1/10,000.
    uint256 public constant NO_REVEAL_PENALTY = 1000;

    uint8 internal constant AGGREGATOR_RECEIPTS = 1;
    uint8 internal constant BACKUP_RECEIPTS = 2;

    // keccak256(abi.encode(uint256(keccak256("flzk.storage.ModelCoordinator")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0x0ef6addc1bf7925334bd0da408806c82c79c0683693d488f28889e435ff5da00;

    address internal immutable _exchange;
    address internal immutable _stakeVault;
    address internal immutable _reputation;
    address internal immutable _selector;
    address internal immutable _settlement;

    constructor(Wiring memory wiring) EIP712("FlZk ModelCoordinator", "1") {
        _exchange = wiring.exchange;
        _stakeVault = wiring.vault;
        _reputation = wiring.reputation;
        _selector = wiring.selector;
        _settlement = wiring.settlement;
    }

    function _s() internal pure returns (RoundStorage storage store) {
        bytes32 location = STORAGE_LOCATION;
        assembly {
            store.slot := location
        }
    }

    /// @dev The job's latest round; never a started one before the first, since rounds count from 1.
    function _current(uint256 jobId) internal view returns (uint256 roundId, Round storage round) {
        roundId = RoundId.join(jobId, _s().progress[jobId].currentRound);
        round = _s().rounds[roundId];
    }

    /// @dev Changes the head in memory; the caller stores it.
    function _enter(Head memory head, uint256 roundId, IModelCoordinator.Phase phase, uint256 duration) internal {
        uint256 deadline = block.timestamp + duration;
        head.phase = phase;
        head.deadline = deadline.toUint40();
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        emit IModelCoordinator.PhaseAdvanced(jobId, number, phase, deadline);
    }

    /// @dev Changes the head in memory; the caller stores it. The round becomes one of the job's finalised ones.
    function _finalise(Head memory head, uint256 roundId) internal {
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        Progress memory progress = _s().progress[jobId];
        head.phase = IModelCoordinator.Phase.Finalised;
        head.deadline = 0;
        head.ordinal = progress.finalisedRounds;
        progress.finalisedRounds += 1;
        progress.lastFinalised = uint32(number);
        _s().progress[jobId] = progress;
        emit IModelCoordinator.RoundFinalised(jobId, number, head.ordinal);
    }

    /// @dev Slashes what a node has locked for the job and lowers its reputation. Vault and reputation are parts of this system and the
    ///      stake token is fixed: nothing foreign runs.
    function _punish(address node, uint256 jobId, uint256 basisPoints, IStakeVault.SlashProceeds proceeds)
        internal
        returns (uint256 amount)
    {
        amount = IStakeVault(_stakeVault).slashNode(node, jobId, basisPoints, proceeds);
        IReputation(_reputation).recordFault(node);
    }

    /// @dev A backup that settles shows an aggregator to be late that signed for every update itself.
    function _isLate(Head memory head, bool byBackup) internal pure returns (bool) {
        return byBackup && head.receipts & BACKUP_RECEIPTS == 0;
    }

    /// @dev Who proposed or proved C_Y.
    function _settler(IModelCoordinator.JobTerms storage terms, Head memory head) internal view returns (address) {
        return head.settledByBackup ? terms.backupAggregator : terms.aggregator;
    }

    /// @dev Refuses infinity, which commits to nothing, and what is not on the curve or not reduced.
    function _requirePoint(uint256 x, uint256 y) internal pure {
        if ((x | y) == 0) revert IModelCoordinator.PointAtInfinity();
        if (x >= Bn254.P || y >= Bn254.P || !Bn254.isOnCurve(x, y)) revert IModelCoordinator.PointNotOnCurve();
    }

    function _contextOf(uint256 jobId, uint256 round, address party) internal view returns (uint256) {
        return uint256(keccak256(abi.encode(block.chainid, address(this), jobId, round, party))) % Bn254.R;
    }

    function _receiptDigest(uint256 roundId, address provider, G1 calldata commitment, uint256 weight) internal view returns (bytes32) {
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        return _hashTypedDataV4(keccak256(abi.encode(RECEIPT_TYPEHASH, jobId, number, provider, commitment.x, commitment.y, weight)));
    }

    function _isRunning(IModelCoordinator.Phase phase) internal pure returns (bool) {
        return
            phase != IModelCoordinator.Phase.Idle && phase != IModelCoordinator.Phase.Finalised && phase != IModelCoordinator.Phase.Failed;
    }

    /// @dev C_Y: of a proposal where it was put down, else where it took the sum's place.
    function _model(uint256 roundId, Round storage round, Head memory head) internal view returns (G1 memory) {
        return CompressedPoint.decompress(head.proposed ? _s().proposals[roundId].commitment : round.commitment.x);
    }
}
