// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { LinkedGroth16 } from "../../src/verifiers/LinkedGroth16.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice The whole equation, under a key that was not checked when it was deployed.
contract WithoutKeyCheck is WeakenedVerifier {
    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof) external view returns (bool) {
        return LinkedGroth16.verify(keyStore, keyId, context, totalWeight, sum, proof);
    }
}
