// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ICommitteeSelector } from "../interfaces/ICommitteeSelector.sol";
import { IContributionVerifier } from "../interfaces/IContributionVerifier.sol";
import { IDataExchange } from "../interfaces/IDataExchange.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { IVerifierRegistry } from "../interfaces/IVerifierRegistry.sol";

/// @title JobRules
/// @notice What a job's specification must satisfy, so that every round it starts can end and every promise in it can be kept.
library JobRules {
    /// @notice The longest a phase may last, so that no job can hold stakes for years by its durations alone.
    uint256 internal constant MAX_PHASE_DURATION = 30 days;

    uint256 private constant WHOLE = 10_000;

    /// @notice Rounds, providers, stakes and durations.
    function requireSoundTerms(IDataExchange.TrainingJobSpec calldata spec) internal view {
        if (spec.bountyToken != address(0) && spec.bountyToken.code.length == 0) revert IDataExchange.TokenWithoutCode(spec.bountyToken);
        if (spec.bounty == 0) revert IDataExchange.BountyZero();
        if (spec.roundCount == 0) revert IDataExchange.RoundCountZero();
        if (spec.minProviders == 0 || spec.minProviders > spec.maxProviders) {
            revert IDataExchange.ProviderLimitsWrong(spec.minProviders, spec.maxProviders);
        }
        if (spec.aggregator == address(0) || spec.aggregator == spec.backupAggregator) revert IDataExchange.AggregatorInvalid();
        if (spec.expiry <= block.timestamp) revert IDataExchange.ExpiryInPast(spec.expiry);
        if (spec.stakePerWeight > spec.providerStake) {
            revert IDataExchange.StakePerWeightOutOfRange(spec.stakePerWeight, spec.providerStake);
        }
        _requireFactor(spec.timelinessFloor);
        _requireFactor(spec.unprovedFactor);
        _requireFactor(spec.minDatasetQuality);
        _requireDuration(spec.commitDuration);
        _requireDuration(spec.deliveryDuration);
        _requireDuration(spec.revealDuration);
        _requireDuration(spec.aggregationDuration);
        _requireDuration(spec.publicationDuration);
    }

    /// @notice The committee, where rounds draw one.
    function requireSoundCommittee(IDataExchange.TrainingJobSpec calldata spec, address selector) internal view {
        uint256 size = spec.committeeSize;
        if (size == 0) return;
        // Candidates without stake are never drawn.
        if (spec.providerStake == 0) revert IDataExchange.StakeZero();
        if (size < spec.minProviders || size > spec.maxProviders || size > ICommitteeSelector(selector).MAX_COMMITTEE_SIZE()) {
            revert IDataExchange.CommitteeSizeOutOfRange(size);
        }
    }

    /// @notice How rounds are settled. Everything that can follow a proposal is over before a bond that unbonds could have left.
    function requireSoundSettlement(IDataExchange.TrainingJobSpec calldata spec, uint256 unbondingDelay) internal pure {
        uint256 window = spec.publicationDuration;
        if (spec.settlement == IDataExchange.SettlementMode.Optimistic) {
            if (spec.challengeWindow == 0 || spec.challengeWindow > MAX_PHASE_DURATION) {
                revert IDataExchange.ChallengeWindowOutOfRange(spec.challengeWindow);
            }
            if (spec.aggregatorStake == 0) revert IDataExchange.StakeZero();
            window += uint256(spec.challengeWindow) + spec.aggregationDuration;
        } else if (spec.challengeWindow != 0) {
            revert IDataExchange.ChallengeWindowOutOfRange(spec.challengeWindow);
        }
        if (window >= unbondingDelay) revert IDataExchange.UnbondingDelayTooShort(window, unbondingDelay);
    }

    /// @notice The verifier of aggregates: listed, pinned, and of the model's shape.
    function requireSoundVerifier(IDataExchange.TrainingJobSpec calldata spec, address registry) internal view {
        address verifier = spec.verifier;
        if (!IVerifierRegistry(registry).isListed(verifier)) revert IDataExchange.VerifierNotListed(verifier);
        if (verifier.codehash != spec.verifierCodeHash) {
            revert IDataExchange.VerifierCodeHashWrong(spec.verifierCodeHash, verifier.codehash);
        }
        bytes32 keyId = ILinkedVerifier(verifier).keyId();
        if (keyId != spec.keyId) revert IDataExchange.VerifierKeyWrong(spec.keyId, keyId);
        if (spec.dimension != ILinkedVerifier(verifier).dimension() || spec.chunkCount != ILinkedVerifier(verifier).chunkCount()) {
            revert IDataExchange.ModelShapeWrong(spec.dimension, spec.chunkCount);
        }
        // Even with every provider at its largest weight, W stays provable and within the coordinator's 32 bits.
        uint256 weightBits = ILinkedVerifier(verifier).weightBits();
        if (spec.maxWeight == 0 || weightBits > 32 || (uint256(spec.maxWeight) * spec.maxProviders) >> weightBits != 0) {
            revert IDataExchange.MaxWeightOutOfRange(spec.maxWeight);
        }
    }

    /// @notice The verifier of contributions, and what the job makes of their proofs.
    function requireSoundContributions(IDataExchange.TrainingJobSpec calldata spec, address registry) internal view {
        address verifier = spec.contributionVerifier;
        if (verifier == address(0)) {
            if (spec.requireContributionProof || spec.maxSquaredNorm != 0) revert IDataExchange.ContributionPolicyWrong();
            return;
        }
        if (!IVerifierRegistry(registry).isListed(verifier)) revert IDataExchange.VerifierNotListed(verifier);
        uint256 dimension = IContributionVerifier(verifier).dimension();
        if (dimension != spec.dimension) revert IDataExchange.ModelShapeWrong(dimension, spec.chunkCount);
        // What was proved to be in range must be in the range that aggregates are proved of: nobody could settle the sum otherwise.
        uint256 valueBits = IContributionVerifier(verifier).valueBits();
        uint256 modelBits = ILinkedVerifier(spec.verifier).valueBits();
        if (valueBits > modelBits) revert IDataExchange.ContributionValuesTooWide(valueBits, modelBits);
        // Without a factor for unproved updates a proof is required in effect: then the job has to say so.
        if (
            spec.maxSquaredNorm == 0 || uint256(spec.maxSquaredNorm) >> IContributionVerifier(verifier).normBits() != 0
                || (!spec.requireContributionProof && spec.unprovedFactor == 0)
        ) revert IDataExchange.ContributionPolicyWrong();
    }

    function _requireDuration(uint256 duration) private pure {
        if (duration == 0 || duration > MAX_PHASE_DURATION) revert IDataExchange.DurationOutOfRange(duration);
    }

    function _requireFactor(uint256 factor) private pure {
        if (factor > WHOLE) revert IDataExchange.FactorOutOfRange(factor);
    }
}
