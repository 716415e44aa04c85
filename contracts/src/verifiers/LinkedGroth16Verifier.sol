// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../interfaces/Bn254Points.sol";
import { AggregateProof, ChunkProof } from "../interfaces/AggregateProof.sol";
import { ILinkedVerifier } from "../interfaces/ILinkedVerifier.sol";
import { CodeStorage } from "../libraries/CodeStorage.sol";
import { LinkedGroth16 } from "./LinkedGroth16.sol";
import { LinkedKey } from "./LinkedKey.sol";
import { VerifyingKey } from "./VerifyingKey.sol";

/// @title LinkedGroth16Verifier
/// @notice The verifier of one key: no owner, no storage, nothing that can change. The key is checked once, here.
contract LinkedGroth16Verifier is ILinkedVerifier {
    /// @inheritdoc ILinkedVerifier
    bytes32 public immutable keyId;
    /// @inheritdoc ILinkedVerifier
    address public immutable keyStore;
    /// @inheritdoc ILinkedVerifier
    uint256 public immutable dimension;
    /// @inheritdoc ILinkedVerifier
    uint256 public immutable chunkSize;
    /// @inheritdoc ILinkedVerifier
    uint256 public immutable chunkCount;
    /// @inheritdoc ILinkedVerifier
    uint256 public immutable valueBits;
    /// @inheritdoc ILinkedVerifier
    uint256 public immutable weightBits;

    /// @param key The key blob; see LinkedKey for its layout and what is checked.
    constructor(bytes memory key) {
        LinkedKey.requireSafe(key);
        keyId = keccak256(key);
        dimension = VerifyingKey.word(key, VerifyingKey.DIMENSION);
        chunkSize = VerifyingKey.word(key, VerifyingKey.CHUNK_SIZE);
        chunkCount = VerifyingKey.word(key, VerifyingKey.CHUNK_COUNT);
        valueBits = VerifyingKey.word(key, VerifyingKey.VALUE_BITS);
        weightBits = VerifyingKey.word(key, LinkedKey.WEIGHT_BITS);
        keyStore = CodeStorage.write(key);
        if (keyStore == address(0)) revert KeyNotStored();
    }

    /// @inheritdoc ILinkedVerifier
    function verify(uint256 context, uint256 totalWeight, G1 calldata sumCommitment, AggregateProof calldata proof)
        external
        view
        returns (bool)
    {
        return LinkedGroth16.verify(keyStore, keyId, context, totalWeight, sumCommitment, proof);
    }

    /// @inheritdoc ILinkedVerifier
    function verifyChunks(uint256 context, uint256 totalWeight, ChunkProof[] calldata chunks) external view returns (bool) {
        return LinkedGroth16.verifyChunks(keyStore, keyId, context, totalWeight, chunks);
    }

    /// @inheritdoc ILinkedVerifier
    function verifyLink(G1 calldata sumCommitment, G1 calldata modelCommitment, G1 calldata link, G1[] calldata commitments)
        external
        view
        returns (bool)
    {
        return LinkedGroth16.verifyLink(keyStore, sumCommitment, modelCommitment, link, commitments);
    }

    /// @inheritdoc ILinkedVerifier
    function keyBlob() external view returns (bytes memory) {
        return CodeStorage.read(keyStore);
    }
}
