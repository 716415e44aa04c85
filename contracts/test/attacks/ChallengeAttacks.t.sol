// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { LinkedKey } from "../../src/verifiers/LinkedKey.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { Curve } from "../support/Curve.sol";
import { StatementTest } from "../support/StatementTest.sol";
import { WithChosenChallenge } from "../weakened/WithChosenChallenge.sol";

/// @notice What both challenges are for: the hash covers every field, and equations that fail one by one do not cancel.
contract ChallengeAttacksTest is StatementTest {
    using Curve for G1;

    Statement internal two;
    LinkedGroth16Verifier internal real;
    WithChosenChallenge internal weak;

    function setUp() public {
        store(two, statementAt(load("two-chunks"), ""));
        real = new LinkedGroth16Verifier(two.key);
        weak = new WithChosenChallenge(two.key);
    }

    function holds() internal view returns (bool) {
        return real.verify(two.context, two.weight, two.sum, two.proof);
    }

    function holdsFor(uint256 rho, uint256 t) internal view returns (bool) {
        return weak.verify(two.context, two.weight, two.sum, two.proof, rho, t);
    }

    /// @dev The hash as the protocol writes it, put together without the library's assembly.
    function expected(bytes32 id, Statement memory s) internal pure returns (uint256 rho, uint256 t) {
        ChunkProof[] memory chunks = s.proof.chunks;
        bytes memory hashed = abi.encode(id, s.context, s.weight, chunks.length, s.sum, s.proof.modelCommitment);
        for (uint256 c = 0; c < chunks.length; ++c) {
            hashed = bytes.concat(hashed, abi.encode(chunks[c].commitment));
        }
        hashed = bytes.concat(hashed, abi.encode(s.proof.link));
        for (uint256 c = 0; c < chunks.length; ++c) {
            hashed = bytes.concat(hashed, abi.encode(chunks[c].a, chunks[c].b, chunks[c].c));
        }
        uint256 digest = uint256(keccak256(hashed));
        return (uint128(digest), digest >> 128);
    }

    function requireExpected(bytes32 id, Statement memory s) internal view returns (uint256) {
        (uint256 rho, uint256 t) = weak.challenges(id, s.context, s.weight, s.sum, s.proof);
        (uint256 expectedRho, uint256 expectedT) = expected(id, s);
        VM.assertEq(rho, expectedRho, "rho, the low half");
        VM.assertEq(t, expectedT, "t, the high half");
        return rho;
    }

    function test_attack_6_the_challenges_are_the_hash_of_every_field() public view {
        Statement memory s = two;
        uint256 honest = requireExpected(real.keyId(), s);
        VM.assertTrue(requireExpected(bytes32(uint256(1)), s) != honest, "key id");
        s.context += 1;
        VM.assertTrue(requireExpected(real.keyId(), s) != honest, "ctx");
        s.context -= 1;
        s.weight += 1;
        VM.assertTrue(requireExpected(real.keyId(), s) != honest, "W");
        s.weight -= 1;
        s.sum.y ^= 1;
        VM.assertTrue(requireExpected(real.keyId(), s) != honest, "C_S");
        s.sum.y ^= 1;
        bytes memory encoded = abi.encode(s.proof);
        // Every word of the proof but the offsets and the length.
        for (uint256 word = 1; word < encoded.length / 32; ++word) {
            if (word == 5 || word == 6) continue;
            encoded[32 * word + 31] ^= 0x01;
            s.proof = abi.decode(encoded, (AggregateProof));
            VM.assertTrue(requireExpected(real.keyId(), s) != honest, "a word of the proof");
            encoded[32 * word + 31] ^= 0x01;
        }
    }

    function test_attack_8_errors_of_two_chunks_cancel_only_without_powers_of_the_batching_challenge() public {
        two.proof.chunks[0].c = two.proof.chunks[0].c.add(Curve.generator());
        two.proof.chunks[1].c = two.proof.chunks[1].c.sub(Curve.generator());
        VM.assertTrue(holdsFor(12_345, 1), "t = 1: neither chunk's proof holds, and their sum does");
        VM.assertFalse(holds(), "t^c tells chunks apart");
    }

    function test_attack_8_the_second_chunk_is_checked_by_itself() public {
        two.proof.chunks[1].c = two.proof.chunks[1].c.add(Curve.generator());
        VM.assertTrue(holdsFor(12_345, 0), "t = 0: nobody looks at the second chunk");
        VM.assertFalse(holds(), "its proof is wrong");
    }

    function test_attack_6_link_and_Groth16_cancel_only_under_challenges_known_beforehand() public {
        // Chunk 1 without a witness: A = C = alpha, B = beta + delta leave v = IC_0 + ctx IC_ctx + W IC_W + D over, which goes into pi.
        G1 memory alpha = g1At(VerifyingKey.ALPHA);
        ChunkProof storage chunk = two.proof.chunks[1];
        chunk.a = alpha;
        chunk.b = twistPointAt(load("forgeries"), ".forgedBWithoutInput");
        chunk.c = alpha;
        G1 memory over = g1At(VerifyingKey.IC_0).add(g1At(VerifyingKey.IC_CONTEXT).mul(two.context));
        over = over.add(g1At(LinkedKey.IC_WEIGHT).mul(two.weight)).add(chunk.commitment);
        G1 memory honest = two.proof.link;
        // The link weighs 1 and chunk 1 rho t.
        two.proof.link = honest.add(over.mul(12_345));
        VM.assertTrue(holdsFor(1, 12_345), "a constant rho and a known t: pi + t v cancels rho t v");
        VM.assertFalse(holds(), "both are hashed");
        two.proof.link = honest.add(over.mul(12_345).mul(678));
        VM.assertTrue(holdsFor(12_345, 678), "whatever rho and t are, if they are known");
        VM.assertFalse(holds(), "pi is hashed before them");
    }

    function g1At(uint256 word) internal view returns (G1 memory) {
        return G1(VerifyingKey.word(two.key, word), VerifyingKey.word(two.key, word + 1));
    }
}
