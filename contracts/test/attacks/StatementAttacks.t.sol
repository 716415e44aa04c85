// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AggregateProof, ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { LinkedKey } from "../../src/verifiers/LinkedKey.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { Curve } from "../support/Curve.sol";
import { StatementTest } from "../support/StatementTest.sol";
import { LinkNotHashed } from "../weakened/LinkNotHashed.sol";
import { WithoutContext } from "../weakened/WithoutContext.sol";
import { WithoutGroth16 } from "../weakened/WithoutGroth16.sol";
import { WithoutKeyCheck } from "../weakened/WithoutKeyCheck.sol";
import { WithoutLink } from "../weakened/WithoutLink.sol";
import { WithoutSum } from "../weakened/WithoutSum.sol";

/// @notice The attacks of docs/protocol.md on a statement: each fails on the verifier, and succeeds on one that lacks the check that stops
///         it.
contract StatementAttacksTest is StatementTest {
    using Curve for G1;

    Statement internal one;
    Statement internal two;
    LinkedGroth16Verifier internal real;
    LinkedGroth16Verifier internal real2;
    string internal forgeries;

    function setUp() public {
        forgeries = load("forgeries");
        store(one, statementAt(forgeries, ".one"));
        store(two, statementAt(load("two-chunks"), ""));
        real = new LinkedGroth16Verifier(one.key);
        real2 = new LinkedGroth16Verifier(two.key);
    }

    function holds(Statement memory s) internal view returns (bool) {
        return real.verify(s.context, s.weight, s.sum, s.proof);
    }

    function g1At(bytes memory key, uint256 word) internal pure returns (G1 memory) {
        return G1(VerifyingKey.word(key, word), VerifyingKey.word(key, word + 1));
    }

    /// @dev IC_0 + ctx IC_ctx + W IC_W.
    function inputsOf(Statement memory s) internal view returns (G1 memory) {
        G1 memory v = g1At(s.key, VerifyingKey.IC_0).add(g1At(s.key, VerifyingKey.IC_CONTEXT).mul(s.context));
        return v.add(g1At(s.key, LinkedKey.IC_WEIGHT).mul(s.weight));
    }

    // ---- honest

    function test_honest_statements_verify() public view {
        VM.assertTrue(holds(one), "one chunk, link by hand");
        VM.assertTrue(real2.verify(two.context, two.weight, two.sum, two.proof), "two chunks, the prover's own");
        Statement memory prover = statementAt(load("one-chunk"), "");
        VM.assertFalse(holds(prover), "another link key's statement");
    }

    function test_the_key_is_stored_byte_for_byte_behind_a_stop_byte() public view {
        VM.assertEq(real.keyBlob(), one.key, "blob");
        VM.assertEq(real.keyId(), keccak256(one.key), "id");
        VM.assertEq(uint256(uint8(real.keyStore().code[0])), 0, "the store's code stops at once");
        VM.assertEq(
            real.dimension() + real.chunkSize() + real.chunkCount() + real.valueBits() + real.weightBits(), 16 + 16 + 1 + 24 + 20, "shape"
        );
    }

    // ---- 1: forged D

    function test_attack_1_a_chosen_D_forges_plain_Groth16_and_not_the_linked_equation() public {
        WithoutLink weak = new WithoutLink(one.key);
        G1 memory alpha = g1At(one.key, VerifyingKey.ALPHA);
        ChunkProof storage chunk = one.proof.chunks[0];
        chunk.a = alpha;
        chunk.b = twistPointAt(forgeries, ".forgedB");
        chunk.c = alpha;
        chunk.commitment = alpha.sub(inputsOf(one));
        VM.assertTrue(weak.verify(one.context, one.weight, one.sum, one.proof), "no witness needed without the link");
        VM.assertFalse(holds(one), "the link refuses D");
    }

    // ---- 2: re-target

    function test_attack_2_a_proof_cannot_be_moved_to_another_weight_or_context() public {
        WithoutLink weak = new WithoutLink(one.key);
        G1 memory honest = one.proof.chunks[0].commitment;
        one.weight += 1;
        one.proof.chunks[0].commitment = honest.sub(g1At(one.key, LinkedKey.IC_WEIGHT));
        VM.assertTrue(weak.verify(one.context, one.weight, one.sum, one.proof), "W moved into D");
        VM.assertFalse(holds(one), "the link refuses it");
        one.weight -= 1;
        one.context += 5;
        one.proof.chunks[0].commitment = honest.sub(g1At(one.key, VerifyingKey.IC_CONTEXT).mul(5));
        VM.assertTrue(weak.verify(one.context, one.weight, one.sum, one.proof), "ctx moved into D");
        VM.assertFalse(holds(one), "the link refuses it");
    }

    // ---- 3: wrong model

    function test_attack_3_a_model_that_differs_by_one_in_one_coordinate_is_refused() public {
        WithoutLink withoutLink = new WithoutLink(one.key);
        WithoutGroth16 withoutGroth16 = new WithoutGroth16(one.key);
        one.proof.modelCommitment = one.proof.modelCommitment.add(pointAt(forgeries, ".generator0"));
        VM.assertTrue(withoutLink.verify(one.context, one.weight, one.sum, one.proof), "another C_Y passes without the link");
        VM.assertFalse(holds(one), "the link refuses C_Y");
        one.proof.link = one.proof.link.add(pointAt(forgeries, ".modelColumn0"));
        VM.assertFalse(holds(one), "and so it does with pi computed for y + 1");
        one.proof.chunks[0].commitment = one.proof.chunks[0].commitment.add(pointAt(forgeries, ".modelBase0"));
        VM.assertTrue(withoutGroth16.verify(one.context, one.weight, one.sum, one.proof), "with D for y + 1 the link holds");
        VM.assertFalse(holds(one), "and Groth16 refuses D");
    }

    // ---- 4: a commitment nobody can open

    function test_attack_4_columns_cannot_be_shifted_between_C_S_and_C_Y() public {
        G1 memory sum = one.sum;
        G1 memory model = one.proof.modelCommitment;
        one.sum = sum.add(pointAt(forgeries, ".modelBlindingColumn").mul(7));
        one.proof.modelCommitment = model.sub(pointAt(forgeries, ".sumBlindingColumn").mul(7));
        VM.assertFalse(holds(one), "the published columns touch two rows each");
        one.sum = sum.add(pointAt(forgeries, ".freeModelBlindingColumn").mul(7));
        one.proof.modelCommitment = model.sub(pointAt(forgeries, ".freeSumBlindingColumn").mul(7));
        VM.assertTrue(holds(one), "had they been published as columns on H alone, the shift would settle");
    }

    // ---- 5: keys

    function test_attack_5_equal_chunk_secrets_let_values_move_between_chunks() public {
        Statement memory shifted = statementAt(forgeries, ".shiftedEqual");
        WithoutKeyCheck weak = new WithoutKeyCheck(shifted.key);
        VM.assertTrue(
            weak.verify(shifted.context, shifted.weight, shifted.sum, shifted.proof), "k_0 = k_1: a false statement in each chunk settles"
        );
        VM.expectRevert(abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, 31, 35));
        this.deployVerifier(shifted.key);
        Statement memory distinct = statementAt(forgeries, ".shiftedDistinct");
        LinkedGroth16Verifier sound = new LinkedGroth16Verifier(distinct.key);
        VM.assertFalse(sound.verify(distinct.context, distinct.weight, distinct.sum, distinct.proof), "distinct secrets tell chunks apart");
    }

    // ---- 6: the challenge

    function test_attack_6_pi_outside_the_challenge_can_be_solved_for() public {
        LinkNotHashed weak = new LinkNotHashed(one.key);
        // A false model with an honest link, and Groth16 without a witness: A = C = alpha, B = beta + delta leave v = IC_0 + .. + D over.
        G1 memory alpha = g1At(one.key, VerifyingKey.ALPHA);
        ChunkProof storage chunk = one.proof.chunks[0];
        one.proof.modelCommitment = one.proof.modelCommitment.add(pointAt(forgeries, ".generator0"));
        chunk.commitment = chunk.commitment.add(pointAt(forgeries, ".modelBase0"));
        G1 memory honestLink = one.proof.link.add(pointAt(forgeries, ".modelColumn0"));
        chunk.a = alpha;
        chunk.b = twistPointAt(forgeries, ".forgedBWithoutInput");
        chunk.c = alpha;
        G1 memory over = inputsOf(one).add(chunk.commitment);

        (uint256 rho,) = weak.challenges(one.context, one.weight, one.sum, one.proof);
        one.proof.link = honestLink.add(over.mul(rho));
        VM.assertTrue(weak.verify(one.context, one.weight, one.sum, one.proof), "pi = pi_0 + rho v cancels what is left over");
        VM.assertFalse(holds(one), "hashing pi closes the circle");
    }

    function test_attack_6_every_hashed_field_changes_the_verdict() public {
        WithoutKeyCheck sameKeyOtherId = new WithoutKeyCheck(abi.encodePacked(one.key, uint256(0)));
        VM.assertTrue(
            sameKeyOtherId.verify(one.context, one.weight, one.sum, one.proof), "the equation holds for every challenge when it is honest"
        );
        bytes memory encoded = abi.encode(one.proof);
        // Every word of the proof but the offsets and the length: C_Y, pi, and D, A, B, C.
        for (uint256 word = 1; word < encoded.length / 32; ++word) {
            if (word == 5 || word == 6) continue;
            bytes memory changed = bytes.concat(encoded);
            changed[32 * word + 31] ^= 0x01;
            AggregateProof memory proof = abi.decode(changed, (AggregateProof));
            // Little gas: a point that the pairing precompile refuses takes all it is given.
            try real.verify{ gas: 2_000_000 }(one.context, one.weight, one.sum, proof) returns (bool valid) {
                VM.assertFalse(valid, "a changed word");
            } catch { }
        }
        VM.assertFalse(real.verify(one.context + 1, one.weight, one.sum, one.proof), "ctx");
        VM.assertFalse(real.verify(one.context, one.weight + 1, one.sum, one.proof), "W");
        VM.assertFalse(real.verify(one.context, one.weight, one.sum.add(Curve.generator()), one.proof), "C_S");
    }

    // ---- 7: replay

    function test_attack_7_a_round_cannot_be_replayed_in_another_context() public {
        WithoutContext weak = new WithoutContext(one.key, one.context);
        uint256 other = uint256(keccak256("another job, round, chain, contract or aggregator")) % Bn254.R;
        VM.assertTrue(weak.verify(other, one.weight, one.sum, one.proof), "without the context the old round settles again");
        VM.assertFalse(real.verify(other, one.weight, one.sum, one.proof), "the context is a public input");
    }

    // ---- 8: providers, weights and chunks

    function test_attack_8_the_sum_is_the_contracts_own() public {
        WithoutSum weak = new WithoutSum(one.key);
        G1 memory anotherProvider = Curve.generator().mul(99);
        G1[4] memory sums = [
            one.sum.sub(anotherProvider), one.sum.add(anotherProvider), one.sum.mul(2), one.sum.add(anotherProvider).sub(Curve.generator())
        ];
        for (uint256 i = 0; i < 4; ++i) {
            VM.assertTrue(
                weak.verify(one.context, one.weight, sums[i], one.proof, one.weight, one.sum),
                "who believes the aggregator's sum is told any"
            );
            VM.assertFalse(real.verify(one.context, one.weight, sums[i], one.proof), "dropped, inserted, duplicated, replaced");
        }
    }

    function test_attack_8_chunks_cannot_be_swapped_or_proved_twice() public {
        WithoutLink weak = new WithoutLink(two.key);
        ChunkProof memory first = two.proof.chunks[0];
        ChunkProof memory second = two.proof.chunks[1];
        (two.proof.chunks[0], two.proof.chunks[1]) = (second, first);
        VM.assertTrue(weak.verify(two.context, two.weight, two.sum, two.proof), "each chunk's Groth16 proof is valid by itself");
        VM.assertFalse(real2.verify(two.context, two.weight, two.sum, two.proof), "swapped");
        (two.proof.chunks[0], two.proof.chunks[1]) = (first, first);
        VM.assertTrue(weak.verify(two.context, two.weight, two.sum, two.proof), "even twice");
        VM.assertFalse(real2.verify(two.context, two.weight, two.sum, two.proof), "proved twice");
    }

    function test_attack_8_the_number_of_chunks_is_the_keys() public {
        ChunkProof memory first = two.proof.chunks[0];
        two.proof.chunks.pop();
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 1));
        real2.verify(two.context, two.weight, two.sum, two.proof);
        two.proof.chunks.push(first);
        two.proof.chunks.push(first);
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 3));
        real2.verify(two.context, two.weight, two.sum, two.proof);
        delete two.proof.chunks;
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 0));
        real2.verify(two.context, two.weight, two.sum, two.proof);
    }

    function test_attack_8_padding_must_be_zero() public {
        Statement memory padded = statementAt(forgeries, ".padded");
        WithoutLink weak = new WithoutLink(padded.key);
        VM.assertTrue(
            weak.verify(padded.context, padded.weight, padded.sum, padded.proof), "the circuit does not know where the model ends"
        );
        LinkedGroth16Verifier sound = new LinkedGroth16Verifier(padded.key);
        VM.assertFalse(sound.verify(padded.context, padded.weight, padded.sum, padded.proof), "the link has no column for padding");
    }

    // ---- 9: scalars

    function test_attack_9_scalars_outside_their_range_are_refused_by_name() public {
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.TotalWeightOutOfRange.selector, 0));
        real.verify(one.context, 0, one.sum, one.proof);
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.TotalWeightOutOfRange.selector, 1 << 20));
        real.verify(one.context, 1 << 20, one.sum, one.proof);
        VM.assertFalse(real.verify(one.context, (1 << 20) - 1, one.sum, one.proof), "in range, and wrong");
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.TotalWeightOutOfRange.selector, one.weight + Bn254.R));
        real.verify(one.context, one.weight + Bn254.R, one.sum, one.proof);
        VM.expectRevert(IVerifierErrors.ContextOutOfField.selector);
        real.verify(one.context + Bn254.R, one.weight, one.sum, one.proof);
        VM.expectRevert(IVerifierErrors.ContextOutOfField.selector);
        real.verify(Bn254.R, one.weight, one.sum, one.proof);
        VM.assertFalse(real.verify(Bn254.R - 1, one.weight, one.sum, one.proof), "in the field, and wrong");
    }

    // ---- 10: points

    function test_attack_10_points_that_are_none_are_refused_by_name() public {
        G1 memory keep = one.proof.link;
        one.proof.link = G1(0, 0);
        VM.expectRevert(IVerifierErrors.PointAtInfinity.selector);
        real.verify(one.context, one.weight, one.sum, one.proof);
        one.proof.link = G1(keep.x + Bn254.P, keep.y);
        VM.expectRevert(IVerifierErrors.CoordinateOutOfField.selector);
        real.verify(one.context, one.weight, one.sum, one.proof);
        G1[2] memory firsts = [G1(Bn254.P, keep.y), G1(keep.x, Bn254.P)];
        for (uint256 i = 0; i < 2; ++i) {
            one.proof.link = firsts[i];
            VM.expectRevert(IVerifierErrors.CoordinateOutOfField.selector);
            real.verify(one.context, one.weight, one.sum, one.proof);
        }
        one.proof.link = G1(keep.x, keep.y + 1);
        VM.expectRevert(IVerifierErrors.PointNotOnCurve.selector);
        real.verify(one.context, one.weight, one.sum, one.proof);
    }

    function test_attack_10_every_point_is_checked() public {
        bytes memory encoded = abi.encode(one.proof);
        // First words of C_Y, pi, D, A, B and C.
        uint256[6] memory firsts = [uint256(1), 3, 7, 9, 11, 15];
        for (uint256 i = 0; i < 6; ++i) {
            uint256 words = i == 4 ? 4 : 2;
            bytes memory infinite = bytes.concat(encoded);
            for (uint256 b = 0; b < 32 * words; ++b) {
                infinite[32 * firsts[i] + b] = 0;
            }
            AggregateProof memory proof = abi.decode(infinite, (AggregateProof));
            VM.expectRevert(IVerifierErrors.PointAtInfinity.selector);
            real.verify(one.context, one.weight, one.sum, proof);
            for (uint256 w = 0; w < words; ++w) {
                bytes memory large = bytes.concat(encoded);
                large[32 * (firsts[i] + w)] = 0xff;
                proof = abi.decode(large, (AggregateProof));
                VM.expectRevert(IVerifierErrors.CoordinateOutOfField.selector);
                real.verify(one.context, one.weight, one.sum, proof);
            }
        }
        VM.expectRevert(IVerifierErrors.PointAtInfinity.selector);
        real.verify(one.context, one.weight, G1(0, 0), one.proof);
        VM.expectRevert(IVerifierErrors.PointNotOnCurve.selector);
        real.verify(one.context, one.weight, G1(1, 1), one.proof);
    }

    function test_attack_10_B_outside_the_subgroup_is_refused_by_name() public {
        one.proof.chunks[0].b.x = [uint256(1), 2];
        one.proof.chunks[0].b.y = [
            uint256(19_659_275_751_359_636_165_940_301_690_575_149_581_329_631_496_732_780_143_538_578_556_285_923_319_774),
            7_292_567_877_523_311_580_221_095_596_750_716_176_434_782_432_868_683_424_513_645_834_767_876_293_070
        ];
        VM.expectRevert(IVerifierErrors.PointNotOnCurve.selector);
        real.verify{ gas: 5_000_000 }(one.context, one.weight, one.sum, one.proof);
    }

    // ---- 11: malleability

    function test_attack_11_a_rescaled_proof_verifies_by_design() public {
        one.proof.chunks[0].a = one.proof.chunks[0].a.mul(2);
        one.proof.chunks[0].b = twistPointAt(forgeries, ".halfB");
        VM.assertTrue(holds(one), "(2 A, B / 2, C): nothing may key on proof bytes");
    }
}
