// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { BoundedUpdateEquation } from "../../src/verifiers/BoundedUpdateEquation.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Adds up the equations of a batch, all with the same weight.
contract ContributionWithoutPowers is WeakenedVerifier {
    using BoundedUpdateEquation for BoundedUpdateEquation.Batch;

    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verifyBatch(uint256[] calldata contexts, uint256 maxSquaredNorm, G1[] calldata commitments, bytes[] calldata proofs)
        external
        view
        returns (bool)
    {
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, proofs.length);
        for (uint256 i = 0; i < proofs.length; ++i) {
            batch.set(i, contexts[i], commitments[i], proofs[i]);
        }
        batch.challenge(keyId);
        batch.t = 1;
        return batch.holds();
    }
}
