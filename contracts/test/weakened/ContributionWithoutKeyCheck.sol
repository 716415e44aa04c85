// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { BoundedUpdateEquation } from "../../src/verifiers/BoundedUpdateEquation.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice The whole equation of a contribution, under a key that was not checked when it was deployed.
contract ContributionWithoutKeyCheck is WeakenedVerifier {
    using BoundedUpdateEquation for BoundedUpdateEquation.Batch;

    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof) external view returns (bool) {
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, 1);
        batch.set(0, context, commitment, proof);
        batch.challenge(keyId);
        return batch.holds();
    }

    function challenges(bytes32 id, uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof)
        external
        view
        returns (uint256 rho, uint256 t)
    {
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, 1);
        batch.set(0, context, commitment, proof);
        batch.challenge(id);
        return (batch.rho, batch.t);
    }
}
