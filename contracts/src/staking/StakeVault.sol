// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";

/// @title StakeVault
/// @notice See IStakeVault. Nobody, its deployer included, can move a bond other than along free -> locked -> free -> unbonding -> out, or
///         by the coordinator's slashing of what is locked.
contract StakeVault is IStakeVault, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    uint256 private constant WHOLE = 10_000;

    /// @inheritdoc IStakeVault
    address public immutable stakeToken;
    /// @inheritdoc IStakeVault
    address public immutable treasury;
    /// @inheritdoc IStakeVault
    address public immutable exchange;
    /// @inheritdoc IStakeVault
    address public immutable coordinator;
    /// @inheritdoc IStakeVault
    address public immutable distributor;
    /// @inheritdoc IStakeVault
    uint256 public immutable unbondingDelay;

    /// @inheritdoc IStakeVault
    uint256 public totalBonded;
    /// @inheritdoc IStakeVault
    uint256 public uncollectedProceeds;

    mapping(address node => Bond) private _bonds;
    mapping(address node => mapping(uint256 jobId => uint256)) private _locked;

    modifier onlyExchange() {
        if (msg.sender != exchange) revert CallerNotExchange(msg.sender);
        _;
    }

    /// @param wiring The deployment's addresses.
    /// @param unbondingDelay_ Seconds between the start of unbonding and the withdrawal.
    constructor(Wiring memory wiring, uint256 unbondingDelay_) {
        if (
            wiring.stakeToken == address(0) || wiring.treasury == address(0) || wiring.exchange == address(0)
                || wiring.coordinator == address(0) || wiring.distributor == address(0)
        ) revert AddressZero();
        if (unbondingDelay_ == 0) revert DelayZero();
        stakeToken = wiring.stakeToken;
        treasury = wiring.treasury;
        unbondingDelay = unbondingDelay_;
        exchange = wiring.exchange;
        coordinator = wiring.coordinator;
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
    function lock(address node, uint256 jobId, uint256 amount) external onlyExchange {
        if (amount == 0) return;
        Bond storage bond = _takeFree(node, amount);
        bond.locked += uint128(amount);
        _locked[node][jobId] += amount;
        emit StakeLocked(node, jobId, amount);
    }

    /// @inheritdoc IStakeVault
    function unlock(address node, uint256 jobId) external onlyExchange returns (uint256 amount) {
        amount = _locked[node][jobId];
        if (amount == 0) return 0;
        _locked[node][jobId] = 0;
        Bond storage bond = _bonds[node];
        // Locks are part of the 128-bit `locked`, so the cast loses nothing.
        bond.locked -= uint128(amount);
        bond.free += uint128(amount);
        emit StakeUnlocked(node, jobId, amount);
    }

    /// @inheritdoc IStakeVault
    function slashNode(address node, uint256 jobId, uint256 basisPoints, SlashProceeds proceeds)
        external
        nonReentrant
        returns (uint256 amount)
    {
        if (msg.sender != coordinator) revert CallerNotCoordinator(msg.sender);
        if (basisPoints == 0 || basisPoints > WHOLE) revert FractionOutOfRange(basisPoints);
        uint256 locked = _locked[node][jobId];
        // Rounded up: against the offender.
        amount = Math.ceilDiv(locked * basisPoints, WHOLE);
        if (amount == 0) return 0;
        _locked[node][jobId] = locked - amount;
        _bonds[node].locked -= uint128(amount);
        totalBonded -= amount;
        if (proceeds == SlashProceeds.Treasury) uncollectedProceeds += amount;
        emit NodeSlashed(node, jobId, amount, proceeds);
        if (proceeds == SlashProceeds.Harmed) IERC20(stakeToken).safeTransfer(distributor, amount);
    }

    /// @inheritdoc IStakeVault
    function bondOf(address node) external view returns (Bond memory) {
        return _bonds[node];
    }

    /// @inheritdoc IStakeVault
    function lockedFor(address node, uint256 jobId) external view returns (uint256) {
        return _locked[node][jobId];
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
