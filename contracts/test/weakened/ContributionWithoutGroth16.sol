// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { CodeStorage } from "../../src/libraries/CodeStorage.sol";
import { BoundedUpdateKey } from "../../src/verifiers/BoundedUpdateKey.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Checks that D holds what the commitment holds, and not that the circuit accepts it. One chunk.
contract ContributionWithoutGroth16 is WeakenedVerifier {
    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256, uint256, G1 calldata commitment, bytes calldata proof) external view returns (bool) {
        bytes memory key = CodeStorage.read(keyStore);
        (G1 memory link, G1 memory d) = abi.decode(proof[:128], (G1, G1));
        bytes memory pairs =
            abi.encodePacked(link.x, Bn254.P - link.y, Bn254.G2_X1, Bn254.G2_X0, Bn254.G2_Y1, Bn254.G2_Y0, commitment.x, commitment.y);
        pairs = abi.encodePacked(pairs, _k(key, BoundedUpdateKey.K_COMMITMENT), d.x, d.y, _k(key, BoundedUpdateKey.K_CHUNKS));
        (bool done, bytes memory answer) = address(8).staticcall(pairs);
        return done && abi.decode(answer, (bool));
    }

    function _k(bytes memory key, uint256 index) private pure returns (bytes memory) {
        return abi.encodePacked(
            VerifyingKey.word(key, index),
            VerifyingKey.word(key, index + 1),
            VerifyingKey.word(key, index + 2),
            VerifyingKey.word(key, index + 3)
        );
    }
}
