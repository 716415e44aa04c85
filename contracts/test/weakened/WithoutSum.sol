// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { LinkedGroth16 } from "../../src/verifiers/LinkedGroth16.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Believes the aggregator's C_S and W instead of the contract's own sums.
contract WithoutSum is WeakenedVerifier {
    constructor(bytes memory key) WeakenedVerifier(key) { }

    /// @param weight The weight the aggregator claims.
    /// @param claimed The sum commitment the aggregator claims.
    function verify(uint256 context, uint256, G1 calldata, AggregateProof calldata proof, uint256 weight, G1 calldata claimed)
        external
        view
        returns (bool)
    {
        return LinkedGroth16.verify(keyStore, keyId, context, weight, claimed, proof);
    }
}
