// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { ExchangeModule } from "../governance/ExchangeModule.sol";
import { Wiring } from "../governance/Wiring.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IOptimisticSettlement } from "../interfaces/IOptimisticSettlement.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";

/// @title OptimisticSettlement
/// @notice See IOptimisticSettlement. It holds no token: bonds are locks in the vault, and which side is right is whether the coordinator
///         accepted a proof.
contract OptimisticSettlement is IOptimisticSettlement, ExchangeModule {
    /// @notice A challenger's bond as a part of the aggregator's stake in the job, in 1/10,000: a proof costs its maker something.
    uint256 public constant CHALLENGE_BOND = 2000;

    uint256 private constant WHOLE = 10_000;
    uint256 private constant CHALLENGE_LOCK = 1 << 255;

    /// @custom:storage-location erc7201:flzk.storage.OptimisticSettlement
    struct Layout {
        mapping(uint256 roundId => Challenge) challenges;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("flzk.storage.OptimisticSettlement")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LAYOUT_SLOT = 0x55c93c80f56639f36be86b98677fe8af33f152072a8436fa7ca5ce3960619000;

    /// @inheritdoc IOptimisticSettlement
    address public immutable coordinator;
    /// @inheritdoc IOptimisticSettlement
    address public immutable exchange;
    /// @inheritdoc IOptimisticSettlement
    address public immutable stakeVault;

    /// @param wiring The deployment's addresses.
    constructor(Wiring memory wiring) ExchangeModule(wiring, wiring.settlement) {
        coordinator = wiring.coordinator;
        exchange = wiring.exchange;
        stakeVault = wiring.vault;
    }

    /// @notice Closes the initialisation of the proxy; there is no state to begin with.
    function initialize() external initializer inPlace { }

    /// @inheritdoc IOptimisticSettlement
    function challenge(uint256 roundId) external {
        Challenge storage made = _layout().challenges[roundId];
        if (made.challenger != address(0)) revert AlreadyChallenged(roundId, made.challenger);
        uint256 bond = challengeBond(roundId >> 32);
        if (bond > type(uint88).max) revert BondOutOfRange(bond);
        made.challenger = msg.sender;
        made.bond = uint88(bond);
        emit ProposalChallenged(roundId, msg.sender, bond);
        IStakeVault(stakeVault).lock(msg.sender, lockIdOf(roundId), bond);
        // Reverts unless there is a proposal and its window is open.
        IModelCoordinator(coordinator).demandProof(roundId);
    }

    /// @inheritdoc IOptimisticSettlement
    function resolve(uint256 roundId) external {
        Challenge storage made = _layout().challenges[roundId];
        address challenger = made.challenger;
        if (challenger == address(0)) revert NotChallenged(roundId);
        if (made.resolved) revert AlreadyResolved(roundId);
        // The proof decides, and for good: whether the model was published after it, and when this is called, change nothing.
        bool upheld = !IModelCoordinator(coordinator).isProved(roundId);
        if (upheld && IModelCoordinator(coordinator).outcomeOf(roundId).phase != IModelCoordinator.Phase.Failed) {
            revert ChallengePending(roundId);
        }
        made.resolved = true;
        uint256 lockId = lockIdOf(roundId);
        uint256 slashed = 0;
        // The vault is part of this system and calls nobody back.
        if (upheld) IStakeVault(stakeVault).unlock(challenger, lockId);
        else slashed = IStakeVault(stakeVault).slashNode(challenger, lockId, WHOLE, IStakeVault.SlashProceeds.Treasury);
        emit ChallengeResolved(roundId, challenger, upheld, slashed);
    }

    /// @inheritdoc IOptimisticSettlement
    function challengeBond(uint256 jobId) public view returns (uint256) {
        return Math.ceilDiv(uint256(IDataExchange(exchange).getJob(jobId).spec.aggregatorStake) * CHALLENGE_BOND, WHOLE);
    }

    /// @inheritdoc IOptimisticSettlement
    function getChallenge(uint256 roundId) external view returns (Challenge memory) {
        return _layout().challenges[roundId];
    }

    /// @inheritdoc IOptimisticSettlement
    function lockIdOf(uint256 roundId) public pure returns (uint256) {
        return roundId | CHALLENGE_LOCK;
    }

    function _layout() private pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LAYOUT_SLOT
        }
    }
}
