// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { LinkedGroth16 } from "../../src/verifiers/LinkedGroth16.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Checks the Groth16 proofs and forgets the link: D is whatever the prover says.
contract WithoutLink is WeakenedVerifier {
    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 totalWeight, G1 calldata, AggregateProof calldata proof) external view returns (bool) {
        return LinkedGroth16.verifyChunks(keyStore, keyId, context, totalWeight, proof.chunks);
    }
}
