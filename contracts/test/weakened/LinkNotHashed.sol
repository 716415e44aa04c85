// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { LinkedGroth16 } from "../../src/verifiers/LinkedGroth16.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Leaves pi out of the challenge, so that it can be solved for afterwards.
contract LinkNotHashed is WeakenedVerifier {
    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof) external view returns (bool) {
        uint256 key = LinkedGroth16.loadKey(keyStore);
        LinkedGroth16.requireWellFormed(key, context, totalWeight, sum, proof);
        (uint256 rho, uint256 t) = challenges(context, totalWeight, sum, proof);
        return LinkedGroth16.equationHolds(key, context, totalWeight, sum, proof, rho, t);
    }

    function challenges(uint256 context, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof)
        public
        view
        returns (uint256 rho, uint256 t)
    {
        ChunkProof[] calldata chunks = proof.chunks;
        uint256 digest = uint256(keccak256(abi.encode(keyId, context, totalWeight, sum, proof.modelCommitment, chunks)));
        return (uint128(digest), digest >> 128);
    }
}
