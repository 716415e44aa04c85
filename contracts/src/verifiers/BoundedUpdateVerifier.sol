// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { IContributionVerifier } from "../interfaces/IContributionVerifier.sol";
import { CodeStorage } from "../libraries/CodeStorage.sol";
import { BoundedUpdateEquation } from "./BoundedUpdateEquation.sol";
import { BoundedUpdateKey } from "./BoundedUpdateKey.sol";
import { VerifyingKey } from "./VerifyingKey.sol";

/// @title BoundedUpdateVerifier
/// @notice The contribution verifier of one key: no owner, no storage, nothing that can change. The key is checked once, here.
contract BoundedUpdateVerifier is IContributionVerifier {
    using BoundedUpdateEquation for BoundedUpdateEquation.Batch;

    /// @inheritdoc IContributionVerifier
    bytes32 public immutable keyId;
    /// @inheritdoc IContributionVerifier
    address public immutable keyStore;
    /// @inheritdoc IContributionVerifier
    uint256 public immutable dimension;
    /// @inheritdoc IContributionVerifier
    uint256 public immutable chunkSize;
    /// @inheritdoc IContributionVerifier
    uint256 public immutable chunkCount;
    /// @inheritdoc IContributionVerifier
    uint256 public immutable valueBits;
    /// @inheritdoc IContributionVerifier
    uint256 public immutable normBits;

    /// @param key The key blob; see BoundedUpdateKey for its layout and what is checked.
    constructor(bytes memory key) {
        BoundedUpdateKey.requireSafe(key);
        keyId = keccak256(key);
        dimension = VerifyingKey.word(key, VerifyingKey.DIMENSION);
        chunkSize = VerifyingKey.word(key, VerifyingKey.CHUNK_SIZE);
        chunkCount = VerifyingKey.word(key, VerifyingKey.CHUNK_COUNT);
        valueBits = VerifyingKey.word(key, VerifyingKey.VALUE_BITS);
        normBits = VerifyingKey.word(key, BoundedUpdateKey.NORM_BITS);
        keyStore = CodeStorage.write(key);
        if (keyStore == address(0)) revert KeyNotStored();
    }

    /// @inheritdoc IContributionVerifier
    function verify(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof) external view returns (bool) {
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, 1);
        batch.set(0, context, commitment, proof);
        batch.challenge(keyId);
        return batch.holds();
    }

    /// @inheritdoc IContributionVerifier
    function verifyBatch(uint256[] calldata contexts, uint256 maxSquaredNorm, G1[] calldata commitments, bytes[] calldata proofs)
        external
        view
        returns (bool)
    {
        uint256 count = proofs.length;
        if (count == 0 || contexts.length != count || commitments.length != count) {
            revert BatchLengthsDiffer(contexts.length, commitments.length, count);
        }
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, count);
        for (uint256 i = 0; i < count; ++i) {
            batch.set(i, contexts[i], commitments[i], proofs[i]);
        }
        batch.challenge(keyId);
        return batch.holds();
    }

    /// @inheritdoc IContributionVerifier
    function isWellFormed(bytes calldata proof) external view returns (bool) {
        return BoundedUpdateEquation.isWellFormed(proof, chunkCount);
    }

    /// @inheritdoc IContributionVerifier
    function keyBlob() external view returns (bytes memory) {
        return CodeStorage.read(keyStore);
    }
}
