// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { AggregateProof } from "../../src/interfaces/AggregateProof.sol";
import { CodeStorage } from "../../src/libraries/CodeStorage.sol";
import { LinkedKey } from "../../src/verifiers/LinkedKey.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { WeakenedVerifier } from "./WeakenedVerifier.sol";

/// @notice Checks that D holds what the commitments hold, and not that the circuit accepts it.
contract WithoutGroth16 is WeakenedVerifier {
    uint256 private constant MINUS_ONE_TIMES =
        21_888_242_871_839_275_222_246_405_745_257_275_088_696_311_157_297_823_662_689_037_894_645_226_208_583;

    constructor(bytes memory key) WeakenedVerifier(key) { }

    function verify(uint256, uint256, G1 calldata sum, AggregateProof calldata proof) external view returns (bool) {
        bytes memory key = CodeStorage.read(keyStore);
        bytes memory pairs = abi.encodePacked(
            proof.link.x,
            MINUS_ONE_TIMES - proof.link.y,
            hex"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2",
            hex"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
            hex"090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b",
            hex"12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"
        );
        pairs = abi.encodePacked(pairs, sum.x, sum.y, _k(key, LinkedKey.K_SUM));
        pairs = abi.encodePacked(pairs, proof.modelCommitment.x, proof.modelCommitment.y, _k(key, LinkedKey.K_MODEL));
        for (uint256 c = 0; c < proof.chunks.length; ++c) {
            G1 calldata d = proof.chunks[c].commitment;
            pairs = abi.encodePacked(pairs, d.x, d.y, _k(key, LinkedKey.K_CHUNKS + 4 * c));
        }
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
