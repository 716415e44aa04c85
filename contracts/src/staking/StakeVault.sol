// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";

/// @title StakeVault
/// @notice See IStakeVault. Nobody, its deployer included, can move a bond other than along free -> locked -> free -> unbonding -> out, or
///         by the slashing of what is locked, or was less than an unbonding delay ago.
contract StakeVault is IStakeVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev What a node unlocked, and until when it is liable for what it did while that was locked.
    struct Release {
        uint128 amount;
        uint64 liableUntil;
    }

    /// @inheritdoc IStakeVault
    uint256 public constant CHALLENGER_SHARE = 2500;
    /// @inheritdoc IStakeVault
    uint256 public constant HARMED_SHARE = 5000;

    uint256 private constant WHOLE = 10_000;
    /// @dev The settlement's locks have this bit in their ids, the exchange's have not.
    uint256 private constant SETTLEMENT_LOCK = 1 << 255;

    /// @inheritdoc IStakeVault
    address public immutable stakeToken;
    /// @inheritdoc IStakeVault
    address public immutable treasury;
    /// @inheritdoc IStakeVault
    address public immutable exchange;
    /// @inheritdoc IStakeVault
    address public immutable coordinator;
    /// @inheritdoc IStakeVault
    address public immutable settlement;
    /// @inheritdoc IStakeVault
    address public immutable disputes;
    /// @inheritdoc IStakeVault
    address public immutable distributor;
    /// @inheritdoc IStakeVault
    uint256 public immutable unbondingDelay;

    /// @inheritdoc IStakeVault
    uint256 public totalBonded;
    /// @inheritdoc IStakeVault
    uint256 public uncollectedProceeds;

    mapping(address node => Bond) private _bonds;
    mapping(address node => mapping(uint256 lockId => uint256)) private _locked;
    mapping(address node => mapping(uint256 lockId => Release)) private _releases;
    mapping(address node => uint256) private _debts;

    modifier onlyLocker(uint256 lockId) {
        if (msg.sender != (lockId < SETTLEMENT_LOCK ? exchange : settlement)) revert CallerNotLocker(msg.sender, lockId);
        _;
    }

    constructor(Wiring memory wiring, uint256 unbondingDelay_) {
        if (
            wiring.stakeToken == address(0) || wiring.treasury == address(0) || wiring.exchange == address(0)
                || wiring.coordinator == address(0) || wiring.settlement == address(0) || wiring.disputes == address(0)
                || wiring.distributor == address(0)
        ) revert AddressZero();
        if (unbondingDelay_ == 0) revert DelayZero();
        stakeToken = wiring.stakeToken;
        treasury = wiring.treasury;
        unbondingDelay = unbondingDelay_;
        exchange = wiring.exchange;
        coordinator = wiring.coordinator;
        settlement = wiring.settlement;
        disputes = wiring.disputes;
        distributor = wiring.distributor;
    }

    /// @inheritdoc IStakeVault
    function deposit(uint256 amount) external nonReentrant {
        if (amount == 0) revert AmountZero();
        _bonds[msg.sender].free += amount.toUint128();
        totalBonded += amount;
        emit StakeDeposited(msg.sender, amount);

        IERC20 token = IERC20(stakeToken);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert TransferAmountWrong(amount, received);
    }

    /// @inheritdoc IStakeVault
    function startUnbonding(uint256 amount) external {
        if (amount == 0) revert AmountZero();
        Bond storage bond = _takeFree(msg.sender, amount);
        bond.unbonding += uint128(amount);
        uint256 releasableAt = block.timestamp + unbondingDelay;
        bond.releasableAt = releasableAt.toUint64();
        emit UnbondingStarted(msg.sender, amount, releasableAt);
    }

    /// @inheritdoc IStakeVault
    function withdraw() external nonReentrant returns (uint256 amount) {
        Bond storage bond = _bonds[msg.sender];
        amount = bond.unbonding;
        if (amount == 0) revert NothingUnbonding(msg.sender);
        if (block.timestamp < bond.releasableAt) revert StillUnbonding(bond.releasableAt);
        bond.unbonding = 0;
        bond.releasableAt = 0;
        totalBonded -= amount;
        emit StakeWithdrawn(msg.sender, amount);
        IERC20(stakeToken).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function collectProceeds() external nonReentrant returns (uint256 amount) {
        if (msg.sender != treasury) revert CallerNotTreasury(msg.sender);
        amount = uncollectedProceeds;
        if (amount == 0) revert AmountZero();
        uncollectedProceeds = 0;
        emit ProceedsCollected(amount);
        IERC20(stakeToken).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function lock(address node, uint256 lockId, uint256 amount) external onlyLocker(lockId) {
        if (amount == 0) return;
        Bond storage bond = _takeFree(node, amount);
        bond.locked += uint128(amount);
        _locked[node][lockId] += amount;
        emit StakeLocked(node, lockId, amount);
    }

    /// @inheritdoc IStakeVault
    function unlock(address node, uint256 lockId) external onlyLocker(lockId) returns (uint256 amount) {
        amount = _locked[node][lockId];
        if (amount == 0) return 0;
        // A settlement's locks end with the judgement; a job's are liable for what may yet be shown.
        if (lockId < SETTLEMENT_LOCK) {
            uint256 liable = liableFor(node, lockId);
            // Liable amounts were locked, and those are part of the 128-bit `locked`: no cast here loses anything.
            _releases[node][lockId] = Release(uint128(liable), (block.timestamp + unbondingDelay).toUint64());
        }
        _locked[node][lockId] = 0;
        Bond storage bond = _bonds[node];
        bond.locked -= uint128(amount);
        emit StakeUnlocked(node, lockId, amount);
        _release(node, amount);
    }

    /// @inheritdoc IStakeVault
    function slashNode(address node, uint256 lockId, uint256 basisPoints, SlashProceeds proceeds)
        external
        nonReentrant
        returns (uint256 amount)
    {
        if (msg.sender != coordinator && msg.sender != settlement && msg.sender != disputes) {
            revert CallerNotSlasher(msg.sender);
        }
        amount = _slash(node, lockId, basisPoints);
        if (amount == 0) return 0;
        emit NodeSlashed(node, lockId, amount, proceeds);
        if (proceeds == SlashProceeds.Treasury) uncollectedProceeds += amount;
        else _compensate(amount);
    }

    /// @inheritdoc IStakeVault
    function slashChallenged(address node, uint256 lockId, uint256 basisPoints, address challenger)
        external
        nonReentrant
        returns (uint256 harmed)
    {
        if (msg.sender != coordinator) revert CallerNotSlasher(msg.sender);
        uint256 amount = _slash(node, lockId, basisPoints);
        uint256 reward = amount * CHALLENGER_SHARE / WHOLE;
        harmed = amount * HARMED_SHARE / WHOLE;
        // What rounding leaves is the treasury's: whoever challenges itself loses a unit at least.
        uint256 rest = amount - reward - harmed;
        uncollectedProceeds += rest;
        totalBonded += reward;
        emit NodeSlashed(node, lockId, harmed, SlashProceeds.Harmed);
        emit NodeSlashed(node, lockId, rest, SlashProceeds.Treasury);
        emit ChallengerRewarded(node, lockId, challenger, reward);
        _release(challenger, reward);
        _compensate(harmed);
    }

    /// @inheritdoc IStakeVault
    function bondOf(address node) external view returns (Bond memory) {
        return _bonds[node];
    }

    /// @inheritdoc IStakeVault
    function lockedFor(address node, uint256 lockId) external view returns (uint256) {
        return _locked[node][lockId];
    }

    /// @inheritdoc IStakeVault
    function liableFor(address node, uint256 lockId) public view returns (uint256) {
        Release memory release = _releases[node][lockId];
        return Math.max(_locked[node][lockId], block.timestamp < release.liableUntil ? release.amount : 0);
    }

    /// @inheritdoc IStakeVault
    function debtOf(address node) external view returns (uint256) {
        return _debts[node];
    }

    /// @dev Takes the fraction out of all bonds, and writes down what is missing; the caller says where it goes.
    function _slash(address node, uint256 lockId, uint256 basisPoints) private returns (uint256 amount) {
        if (basisPoints == 0 || basisPoints > WHOLE) revert FractionOutOfRange(basisPoints);
        // Rounded up: against the offender.
        uint256 due = Math.ceilDiv(liableFor(node, lockId) * basisPoints, WHOLE);
        if (due == 0) return 0;
        amount = _take(node, lockId, due);
        totalBonded -= amount;
        if (amount != due) {
            _debts[node] += due - amount;
            emit DebtRecorded(node, lockId, due - amount);
        }
    }

    /// @dev Sends slashed stake to the distributor, for the providers of a failed round.
    function _compensate(uint256 amount) private {
        IERC20(stakeToken).safeTransfer(distributor, amount);
        IRewardDistributor(distributor).receiveCompensation(amount);
    }

    /// @dev Frees what is in `totalBonded` already, after what the node owes.
    function _release(address node, uint256 amount) private {
        // At most `amount`, which was locked, or is part of what was: it fits 128 bits.
        _bonds[node].free += uint128(amount - _collectDebt(node, amount));
    }

    /// @dev Takes up to `due` from a node: from the lock, else from what is free, else from what unbonds. Other locks stay as they are, so
    ///      that one job's offender still stands for another's.
    function _take(address node, uint256 lockId, uint256 due) private returns (uint256 taken) {
        Bond memory bond = _bonds[node];
        uint256 locked = _locked[node][lockId];
        uint256 part = Math.min(due, locked);
        // Each part is at most the 128 bits that it is taken from.
        _locked[node][lockId] = locked - part;
        bond.locked -= uint128(part);
        taken = part;
        if (taken < due) {
            part = Math.min(due - taken, bond.free);
            bond.free -= uint128(part);
            taken += part;
        }
        if (taken < due) {
            part = Math.min(due - taken, bond.unbonding);
            bond.unbonding -= uint128(part);
            taken += part;
        }
        _bonds[node] = bond;
        Release storage release = _releases[node][lockId];
        uint256 released = release.amount;
        if (released != 0) release.amount = uint128(released - Math.min(released, due));
    }

    /// @dev Pays what a node owes out of `amount`, which is coming free, to the treasury.
    function _collectDebt(address node, uint256 amount) private returns (uint256 paid) {
        uint256 debt = _debts[node];
        if (debt == 0) return 0;
        paid = Math.min(debt, amount);
        _debts[node] = debt - paid;
        totalBonded -= paid;
        uncollectedProceeds += paid;
        emit DebtCollected(node, paid);
    }

    /// @dev Takes `amount` out of a node's free bond; afterwards it is known to fit 128 bits.
    function _takeFree(address node, uint256 amount) private returns (Bond storage bond) {
        bond = _bonds[node];
        uint256 free = bond.free;
        if (free < amount) revert StakeInsufficient(node, amount, free);
        // At most `free`, which has 128 bits.
        bond.free = uint128(free - amount);
    }
}
