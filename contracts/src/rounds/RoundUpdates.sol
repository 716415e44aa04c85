// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { ICommitteeSelector } from "../interfaces/ICommitteeSelector.sol";
import { IContributionVerifier } from "../interfaces/IContributionVerifier.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IReputation } from "../interfaces/IReputation.sol";
import { IRoundCalls } from "../interfaces/IRoundCalls.sol";
import { Bn254 } from "../libraries/Bn254.sol";
import { RoundEntry } from "../libraries/RoundEntry.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RewardPoints } from "./RewardPoints.sol";
import { RoundReceiptChecks } from "./RoundReceiptChecks.sol";

/// @title RoundUpdates
/// @notice A provider's way through a round: commit, and reveal with or without a contribution proof.
abstract contract RoundUpdates is RoundReceiptChecks, IRoundCalls {
    using RoundEntry for uint256;
    using SafeCast for uint256;

    /// @dev What a reveal's bytes hold, read where they lie.
    struct Reveal {
        uint256 jobId;
        uint256 round;
        G1 commitment;
        uint256 weight;
        bytes32 salt;
        bytes receipt;
    }

    /// @inheritdoc IRoundCalls
    function commitUpdate(uint256 jobId, bytes32 commitHash) external {
        if (commitHash == 0) revert IModelCoordinator.CommitHashZero();
        (uint256 roundId, Round storage round) = _current(jobId);
        (, uint256 number) = RoundId.split(roundId);
        Head memory head = round.head;
        if (head.phase != IModelCoordinator.Phase.Committing) revert IModelCoordinator.PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert IModelCoordinator.DeadlinePassed(head.deadline);
        IModelCoordinator.Participant memory participant = _s().participants[jobId][msg.sender];
        if (
            participant.firstRound == 0 || participant.firstRound > number
                || (head.byCommittee && !ICommitteeSelector(_selector).isMember(roundId, msg.sender))
        ) revert IModelCoordinator.NotEligible(jobId, number, msg.sender);
        mapping(address provider => uint256) storage entries = _s().entries[roundId];
        if (entries[msg.sender] != 0) revert IModelCoordinator.AlreadyCommitted(msg.sender);

        entries[msg.sender] = RoundEntry.committed(commitHash);
        head.committed += 1;
        // What a reputation is worth in a round is fixed before anybody can know the round's outcome.
        uint16 multiplier = IReputation(_reputation).multiplierOf(msg.sender).toUint16();
        if (multiplier != participant.multiplier) {
            participant.multiplier = multiplier;
            _s().participants[jobId][msg.sender] = participant;
        }
        emit IModelCoordinator.UpdateCommitted(jobId, number, msg.sender, commitHash, multiplier);
        if (head.committed == head.eligible) _enter(head, roundId, IModelCoordinator.Phase.Delivering, _s().terms[jobId].deliveryDuration);
        round.head = head;
    }

    /// @inheritdoc IRoundCalls
    function submitUpdate(bytes32 roundKey, bytes calldata update) external {
        _submit(uint256(roundKey), msg.sender, update);
    }

    /// @inheritdoc IRoundCalls
    function submitUpdateFor(address provider, bytes32 roundKey, bytes calldata update) external {
        _submit(uint256(roundKey), provider, update);
    }

    /// @inheritdoc IRoundCalls
    function submitProvedUpdate(bytes32 roundKey, bytes calldata update, bytes calldata contributionProof) external {
        uint256 roundId = uint256(roundKey);
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        _requireRevealing(head);
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        Reveal calldata data = _read(update);
        bool valid = _contributionVerifier(jobId, terms)
            .verify(_contextOf(jobId, number, msg.sender), terms.maxSquaredNorm, data.commitment, contributionProof);
        if (!valid) revert IModelCoordinator.ContributionProofRejected();
        _reveal(roundId, round, head, msg.sender, data, true);
        round.head = head;
    }

    /// @inheritdoc IRoundCalls
    function submitProvedUpdates(
        bytes32 roundKey,
        address[] calldata providers,
        bytes[] calldata updates,
        bytes[] calldata contributionProofs
    ) external {
        if (providers.length != updates.length || providers.length != contributionProofs.length) {
            revert IModelCoordinator.LengthsDiffer();
        }
        uint256 roundId = uint256(roundKey);
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        _requireRevealing(head);
        _verifyContributions(roundId, providers, updates, contributionProofs);
        // As many as the caller sent, never more.
        for (uint256 i = 0; i < providers.length; ++i) {
            if (_s().entries[roundId][providers[i]].isRevealed()) continue;
            _reveal(roundId, round, head, providers[i], _read(updates[i]), true);
        }
        round.head = head;
    }

    function _submit(uint256 roundId, address provider, bytes calldata update) private {
        Round storage round = _s().rounds[roundId];
        Head memory head = round.head;
        _requireRevealing(head);
        _reveal(roundId, round, head, provider, _read(update), false);
        round.head = head;
    }

    /// @dev Changes the head in memory; the caller stores it.
    function _reveal(uint256 roundId, Round storage round, Head memory head, address provider, Reveal calldata data, bool proved) private {
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        if (data.jobId != jobId || data.round != number) revert IModelCoordinator.RoundKeyMismatch();
        mapping(address provider => uint256) storage entries = _s().entries[roundId];
        uint256 weight = data.weight;
        _requireOpen(entries[provider], roundId, provider, data.commitment, weight, data.salt);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        if (weight == 0 || weight > terms.maxWeight) revert IModelCoordinator.WeightOutOfRange(weight, terms.maxWeight);
        bool byBackup = _requireReceipt(terms, _receiptDigest(roundId, provider, data.commitment, weight), data.receipt);
        head.receipts |= byBackup ? BACKUP_RECEIPTS : AGGREGATOR_RECEIPTS;

        uint256 points = _pointsOf(terms, head, provider, jobId, weight, proved);
        entries[provider] = RoundEntry.revealed(weight, head.revealed, points, head.totalPoints);
        // maxWeight * maxProviders is below 2^32, and at most maxProviders are eligible; points: see RewardPoints.
        head.totalWeight += uint32(weight);
        head.totalPoints += uint64(points);
        head.revealed += 1;
        _accumulate(round.commitment, data.commitment, weight);
        emit IModelCoordinator.UpdateRevealed(jobId, number, provider, data.commitment.x, data.commitment.y, weight, points);
        if (proved) emit IModelCoordinator.ContributionProved(jobId, number, provider);
        if (head.revealed == head.committed) _enter(head, roundId, IModelCoordinator.Phase.Aggregating, terms.aggregationDuration);
    }

    function _pointsOf(
        IModelCoordinator.JobTerms storage terms,
        Head memory head,
        address provider,
        uint256 jobId,
        uint256 weight,
        bool proved
    ) private view returns (uint256) {
        uint256 timeliness = RewardPoints.WHOLE;
        uint256 score = RewardPoints.WHOLE;
        if (!proved) {
            score = terms.unprovedFactor;
            if (score == 0) revert IModelCoordinator.ContributionProofRequired();
            if (score != RewardPoints.WHOLE && msg.sender != provider && head.phase == IModelCoordinator.Phase.Delivering) {
                revert IModelCoordinator.PushTooEarly();
            }
        }
        if (head.phase == IModelCoordinator.Phase.Revealing) {
            timeliness = RewardPoints.timelinessOf(head.deadline - block.timestamp, terms.revealDuration, terms.timelinessFloor);
        }
        IModelCoordinator.Participant storage participant = _s().participants[jobId][provider];
        return RewardPoints.pointsOf(weight, participant.rewardWeightCap, participant.multiplier, timeliness, score);
    }

    /// @dev Checks the proofs of several providers' updates, of which it checks nothing else, in one call of the verifier.
    function _verifyContributions(uint256 roundId, address[] calldata providers, bytes[] calldata updates, bytes[] calldata proofs)
        private
        view
    {
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        uint256[] memory contexts = new uint256[](providers.length);
        G1[] memory commitments = new G1[](providers.length);
        for (uint256 i = 0; i < providers.length; ++i) {
            contexts[i] = _contextOf(jobId, number, providers[i]);
            commitments[i] = _read(updates[i]).commitment;
        }
        if (!_contributionVerifier(jobId, terms).verifyBatch(contexts, terms.maxSquaredNorm, commitments, proofs)) {
            revert IModelCoordinator.ContributionProofRejected();
        }
    }

    function _contributionVerifier(uint256 jobId, IModelCoordinator.JobTerms storage terms) private view returns (IContributionVerifier) {
        address verifier = terms.contributionVerifier;
        if (verifier == address(0)) revert IModelCoordinator.ContributionProofNotWanted(jobId);
        if (verifier.codehash != terms.contributionCodeHash) revert IModelCoordinator.VerifierCodeChanged(verifier);
        return IContributionVerifier(verifier);
    }

    /// @dev The tuple abi.encode(jobId, round, commitment, weight, salt, receipt) is laid out as the struct is. What lies past a short
    ///      update is read as other calldata or zero, and matches no commit.
    function _read(bytes calldata update) private pure returns (Reveal calldata data) {
        assembly ("memory-safe") {
            data := update.offset
        }
    }

    /// @dev Delivering has no end for reveals: if its deadline has passed, all that is missing is somebody's push into Revealing.
    function _requireRevealing(Head memory head) private view {
        if (head.phase == IModelCoordinator.Phase.Delivering) return;
        if (head.phase != IModelCoordinator.Phase.Revealing) revert IModelCoordinator.PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert IModelCoordinator.DeadlinePassed(head.deadline);
    }

    /// @dev sum += weight * commitment. A sum at infinity, which providers who act together reach with openings that are all in order, is
    ///      refused: no proof could settle it, and the aggregator would pay.
    function _accumulate(G1 storage sum, G1 calldata commitment, uint256 weight) private {
        (uint256 x, uint256 y) = (commitment.x, commitment.y);
        _requirePoint(x, y);
        G1 memory running = sum;
        uint256 destination;
        assembly ("memory-safe") {
            destination := running
        }
        if (!Bn254.multiplyAdd(destination, x, y, weight)) revert IModelCoordinator.PointNotOnCurve();
        if ((running.x | running.y) == 0) revert IModelCoordinator.PointAtInfinity();
        sum.x = running.x;
        sum.y = running.y;
    }
}
