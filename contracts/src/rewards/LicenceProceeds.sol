// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { ILicenceProceeds, MAX_PUBLISHER_SHARE } from "../interfaces/ILicenceProceeds.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRewardDistributor } from "../interfaces/IRewardDistributor.sol";
import { Wiring } from "../governance/Wiring.sol";
import { Custody } from "./Custody.sol";

/// @title LicenceProceeds
/// @notice See ILicenceProceeds.
abstract contract LicenceProceeds is IRewardDistributor, Custody, ReentrancyGuardTransient {
    using SafeCast for uint256;

    uint256 private constant WHOLE = 10_000;

    /// @inheritdoc IRewardDistributor
    address public immutable coordinator;
    /// @inheritdoc IRewardDistributor
    address public immutable marketplace;

    mapping(uint256 roundId => mapping(address token => Proceeds)) private _proceeds;
    mapping(uint256 roundId => mapping(address token => mapping(address provider => uint256))) private _paidTo;

    constructor(Wiring memory wiring) {
        if (wiring.coordinator == address(0) || wiring.marketplace == address(0)) revert AddressZero();
        coordinator = wiring.coordinator;
        marketplace = wiring.marketplace;
    }

    /// @inheritdoc ILicenceProceeds
    function receiveProceeds(uint256 roundId, address token, uint128 amount, uint256 publisherShare) external payable nonReentrant {
        if (msg.sender != marketplace) revert CallerNotMarketplace(msg.sender);
        if (publisherShare > MAX_PUBLISHER_SHARE) revert PublisherShareTooLarge(publisherShare);
        Proceeds storage proceeds = _proceeds[roundId][token];
        if (proceeds.totalPoints == 0) {
            IModelCoordinator.RoundOutcome memory outcome = IModelCoordinator(coordinator).outcomeOf(roundId);
            if (outcome.phase != IModelCoordinator.Phase.Finalised) revert RoundNotSettled(roundId);
            proceeds.totalPoints = outcome.totalPoints.toUint64();
        }
        // At most `amount`, which has 128 bits.
        uint128 forPublisher = uint128(amount * publisherShare / WHOLE);
        uint128 forContributors = amount - forPublisher;
        proceeds.forContributors += forContributors;
        proceeds.forPublisher += forPublisher;
        emit ProceedsReceived(roundId, token, forContributors, forPublisher);
        _take(token, amount);
    }

    /// @inheritdoc ILicenceProceeds
    function claimProceeds(uint256 roundId, address token) external nonReentrant returns (uint256 amount) {
        amount = proceedsOwed(roundId, token, msg.sender);
        if (amount == 0) revert NothingOwed(roundId, token, msg.sender);
        Proceeds storage proceeds = _proceeds[roundId][token];
        uint256 paid = proceeds.paidToContributors + amount;
        if (paid > proceeds.forContributors) revert ProceedsExceeded(roundId, token);
        proceeds.paidToContributors = uint128(paid);
        _paidTo[roundId][token][msg.sender] += amount;
        emit ProceedsClaimed(roundId, msg.sender, token, amount);
        _pay(token, amount);
    }

    /// @inheritdoc ILicenceProceeds
    function withdrawPublisherProceeds(uint256 roundId, address token) external nonReentrant returns (uint256 amount) {
        uint256 jobId = roundId >> 32;
        if (msg.sender != publisherOf(jobId)) revert CallerNotPublisher(jobId, msg.sender);
        Proceeds storage proceeds = _proceeds[roundId][token];
        amount = proceeds.forPublisher;
        if (amount == 0) revert NothingOwed(roundId, token, msg.sender);
        proceeds.forPublisher = 0;
        emit PublisherProceedsWithdrawn(roundId, msg.sender, token, amount);
        _pay(token, amount);
    }

    /// @inheritdoc ILicenceProceeds
    function proceedsOwed(uint256 roundId, address token, address provider) public view returns (uint256) {
        Proceeds memory proceeds = _proceeds[roundId][token];
        if (proceeds.totalPoints == 0) return 0;
        (uint256 points,,,) = IModelCoordinator(coordinator).shareOf(roundId, provider);
        // C grows and p / T is fixed once a round is finalised, so this never falls below what was paid.
        return uint256(proceeds.forContributors) * points / proceeds.totalPoints - _paidTo[roundId][token][provider];
    }

    /// @inheritdoc ILicenceProceeds
    function getProceeds(uint256 roundId, address token) external view returns (Proceeds memory) {
        return _proceeds[roundId][token];
    }

    /// @inheritdoc IRewardDistributor
    function publisherOf(uint256 jobId) public view virtual returns (address);
}
