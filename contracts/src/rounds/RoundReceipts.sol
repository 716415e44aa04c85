// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { IRoundExtension } from "../interfaces/IRoundExtension.sol";
import { IStakeVault } from "../interfaces/IStakeVault.sol";
import { RoundEntry } from "../libraries/RoundEntry.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundReceiptChecks } from "./RoundReceiptChecks.sol";

/// @title RoundReceipts
/// @notice Receipts that are shown to exist, and what it costs a provider to leave one unused.
abstract contract RoundReceipts is RoundReceiptChecks, IRoundExtension {
    using RoundEntry for uint256;

    /// @inheritdoc IRoundExtension
    function postReceipt(bytes32 roundKey, address provider, G1 calldata commitment, uint256 weight, bytes32 salt, bytes calldata signature)
        external
    {
        uint256 roundId = uint256(roundKey);
        _requireDelivering(roundId);
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        uint256 entry = _s().entries[roundId][provider];
        if (entry.isReceipted()) revert IModelCoordinator.ReceiptAlreadyPosted(provider);
        IModelCoordinator.JobTerms storage terms = _s().terms[jobId];
        _requireOpen(entry, roundId, provider, commitment, weight, salt);
        // Only what can be revealed can be asked for.
        if (weight == 0 || weight > terms.maxWeight) revert IModelCoordinator.WeightOutOfRange(weight, terms.maxWeight);
        _requirePoint(commitment.x, commitment.y);
        _requireReceipt(terms, _receiptDigest(roundId, provider, commitment, weight), signature);

        _s().entries[roundId][provider] = entry.receipted();
        _s().participants[jobId][provider].receiptRound = uint32(number);
        emit IModelCoordinator.ReceiptPosted(jobId, number, provider, signature);
    }

    /// @inheritdoc IRoundExtension
    function reportSilentProvider(uint256 roundId, address provider) external {
        Head memory head = _s().rounds[roundId].head;
        if (head.phase < IModelCoordinator.Phase.Revealing) revert IModelCoordinator.PhaseWrong(head.phase);
        if (head.phase == IModelCoordinator.Phase.Revealing && block.timestamp <= head.deadline) {
            revert IModelCoordinator.DeadlineNotReached(head.deadline);
        }
        mapping(address provider => uint256) storage entries = _s().entries[roundId];
        uint256 entry = entries[provider];
        if (!entry.isReceipted()) revert IModelCoordinator.ProviderNotSilent(provider);
        entries[provider] = entry.reported();
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        emit IModelCoordinator.SilentProviderReported(jobId, number, provider);
        _punish(provider, jobId, NO_REVEAL_PENALTY, IStakeVault.SlashProceeds.Treasury);
    }

    /// @dev Not later: whoever learns of its receipt only here still has the whole of Revealing.
    function _requireDelivering(uint256 roundId) private view {
        Head memory head = _s().rounds[roundId].head;
        if (head.phase != IModelCoordinator.Phase.Delivering) revert IModelCoordinator.PhaseWrong(head.phase);
        if (block.timestamp > head.deadline) revert IModelCoordinator.DeadlinePassed(head.deadline);
    }
}
