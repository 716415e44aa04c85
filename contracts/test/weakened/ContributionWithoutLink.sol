// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { BoundedUpdateEquation } from "../../src/verifiers/BoundedUpdateEquation.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Checks the Groth16 proofs of a contribution and forgets the link: D is whatever the prover says.
contract ContributionWithoutLink is WeakenedVerifier {
    using BoundedUpdateEquation for BoundedUpdateEquation.Batch;

    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof) external view returns (bool) {
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, 1);
        batch.set(0, context, commitment, proof);
        batch.challenge(keyId);
        batch.rho = 0;
        return batch.holds();
    }
}
