// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { G1 } from "../interfaces/Bn254Points.sol";
import { IModelCoordinator } from "../interfaces/IModelCoordinator.sol";
import { RoundEntry } from "../libraries/RoundEntry.sol";
import { RoundId } from "../libraries/RoundId.sol";
import { RoundBase } from "./RoundBase.sol";

/// @title RoundReceiptChecks
/// @notice What a reveal and a posted receipt have in common: they name what was committed to, and an aggregator signed for it.
abstract contract RoundReceiptChecks is RoundBase {
    using RoundEntry for uint256;

    /// @dev Reverts unless the entry is the provider's commit to these values and waits for its reveal.
    function _requireOpen(uint256 entry, uint256 roundId, address provider, G1 calldata commitment, uint256 weight, bytes32 salt)
        internal
        view
    {
        if (entry == 0) revert IModelCoordinator.NotCommitted(provider);
        if (entry.isRevealed()) revert IModelCoordinator.AlreadyRevealed(provider);
        (uint256 jobId, uint256 number) = RoundId.split(roundId);
        bytes32 hash =
            keccak256(abi.encode(block.chainid, address(this), jobId, number, provider, commitment.x, commitment.y, weight, salt));
        if (!entry.isOpenCommitTo(hash)) revert IModelCoordinator.CommitmentMismatch();
    }

    /// @return byBackup Whether the backup signed the receipt, and not the aggregator.
    function _requireReceipt(IModelCoordinator.JobTerms storage terms, bytes32 digest, bytes calldata signature)
        internal
        view
        returns (bool byBackup)
    {
        // A malformed signature gives the zero address, which is nobody.
        (address signer,,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (signer == address(0)) revert IModelCoordinator.ReceiptInvalid(signer);
        if (signer == terms.aggregator) return false;
        if (signer != terms.backupAggregator) revert IModelCoordinator.ReceiptInvalid(signer);
        return true;
    }
}
