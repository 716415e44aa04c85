// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { LinkedGroth16 } from "../../src/verifiers/LinkedGroth16.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Evaluates the equation for challenges of the caller's choice, and shows those of the real verifier.
contract WithChosenChallenge is WeakenedVerifier {
    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof, uint256 rho, uint256 t)
        external
        view
        returns (bool)
    {
        uint256 key = LinkedGroth16.loadKey(keyStore);
        LinkedGroth16.requireWellFormed(key, context, totalWeight, sum, proof);
        return LinkedGroth16.equationHolds(key, context, totalWeight, sum, proof, rho, t);
    }

    function challenges(bytes32 id, uint256 context, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof)
        external
        pure
        returns (uint256 rho, uint256 t)
    {
        return LinkedGroth16.challenges(id, context, totalWeight, sum, proof);
    }
}
