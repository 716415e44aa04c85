// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { BoundedUpdateEquation } from "../../src/verifiers/BoundedUpdateEquation.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Leaves pi out of the challenge.
contract ContributionLinkNotHashed is WeakenedVerifier {
    using BoundedUpdateEquation for BoundedUpdateEquation.Batch;

    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata proof) external view returns (bool) {
        BoundedUpdateEquation.Batch memory batch = BoundedUpdateEquation.begin(keyStore, maxSquaredNorm, 1);
        batch.set(0, context, commitment, proof);
        batch.rho = challenge(context, maxSquaredNorm, commitment, proof[64:]);
        batch.t = batch.rho;
        return batch.holds();
    }

    function challenge(uint256 context, uint256 maxSquaredNorm, G1 calldata commitment, bytes calldata chunks)
        public
        view
        returns (uint256)
    {
        return uint128(uint256(keccak256(abi.encodePacked(keyId, maxSquaredNorm, context, commitment.x, commitment.y, chunks))));
    }
}
