// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { LinkedGroth16 } from "../../src/verifiers/LinkedGroth16.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Takes one fixed context, whatever the coordinator says: nothing ties a proof to its round.
contract WithoutContext is WeakenedVerifier {
    uint256 private immutable _context;

    constructor(bytes memory key, uint256 context) WeakenedVerifier(key) {
        _context = context;
    }

    function verify(uint256, uint256 totalWeight, G1 calldata sum, AggregateProof calldata proof) external view returns (bool) {
        return LinkedGroth16.verify(keyStore, keyId, _context, totalWeight, sum, proof);
    }
}
