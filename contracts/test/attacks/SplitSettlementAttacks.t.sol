// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ChunkProof } from "../../src/interfaces/AggregateProof.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { ILinkedVerifier } from "../../src/interfaces/ILinkedVerifier.sol";
import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { LinkedGroth16Verifier } from "../../src/verifiers/LinkedGroth16Verifier.sol";
import { LinkedKey } from "../../src/verifiers/LinkedKey.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { Curve } from "../support/Curve.sol";
import { StatementTest } from "../support/StatementTest.sol";

/// @notice A statement checked in parts, chunks first and the link last: what each part says, and what only both say together.
contract SplitSettlementAttacksTest is StatementTest {
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

    function only(ChunkProof memory chunk) internal pure returns (ChunkProof[] memory chunks) {
        chunks = new ChunkProof[](1);
        chunks[0] = chunk;
    }

    function pair(G1 memory first, G1 memory second) internal pure returns (G1[] memory commitments) {
        commitments = new G1[](2);
        (commitments[0], commitments[1]) = (first, second);
    }

    function chunksHold(ChunkProof[] memory chunks) internal view returns (bool) {
        return real2.verifyChunks(two.context, two.weight, chunks);
    }

    function linkHolds(G1[] memory commitments) internal view returns (bool) {
        return real2.verifyLink(two.sum, two.proof.modelCommitment, two.proof.link, commitments);
    }

    function honest() internal view returns (G1[] memory) {
        return pair(two.proof.chunks[0].commitment, two.proof.chunks[1].commitment);
    }

    function test_an_honest_statement_verifies_in_parts_of_any_size() public view {
        VM.assertTrue(chunksHold(two.proof.chunks), "both chunks in one call");
        VM.assertTrue(chunksHold(only(two.proof.chunks[0])), "the first");
        VM.assertTrue(chunksHold(only(two.proof.chunks[1])), "the second");
        VM.assertTrue(linkHolds(honest()), "and their link");
    }

    function test_a_chosen_D_passes_the_chunks_and_not_the_link() public {
        G1 memory alpha = keyPoint(VerifyingKey.ALPHA);
        ChunkProof storage chunk = one.proof.chunks[0];
        chunk.a = alpha;
        chunk.b = twistPointAt(forgeries, ".forgedB");
        chunk.c = alpha;
        G1 memory inputs = keyPoint(VerifyingKey.IC_0).add(keyPoint(VerifyingKey.IC_CONTEXT).mul(one.context));
        chunk.commitment = alpha.sub(inputs.add(keyPoint(LinkedKey.IC_WEIGHT).mul(one.weight)));
        VM.assertTrue(real.verifyChunks(one.context, one.weight, one.proof.chunks), "no witness needed: by itself it says nothing");
        G1[] memory commitments = new G1[](1);
        commitments[0] = chunk.commitment;
        VM.assertFalse(real.verifyLink(one.sum, one.proof.modelCommitment, one.proof.link, commitments), "the link refuses D");
    }

    function test_Ds_cannot_be_swapped_repeated_or_left_out_between_the_calls() public {
        (G1 memory first, G1 memory second) = (two.proof.chunks[0].commitment, two.proof.chunks[1].commitment);
        ChunkProof[] memory twice = new ChunkProof[](2);
        (twice[0], twice[1]) = (two.proof.chunks[0], two.proof.chunks[0]);
        VM.assertTrue(chunksHold(twice), "a chunk's proof is valid as often as it is shown");
        VM.assertFalse(linkHolds(pair(first, first)), "twice");
        VM.assertFalse(linkHolds(pair(second, second)), "the other twice");
        VM.assertFalse(linkHolds(pair(second, first)), "swapped");
        VM.assertFalse(linkHolds(pair(first.add(Curve.generator()), second.sub(Curve.generator()))), "shifted, with the same sum");
        G1[] memory fewer = new G1[](1);
        fewer[0] = first;
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 1));
        real2.verifyLink(two.sum, two.proof.modelCommitment, two.proof.link, fewer);
    }

    function test_the_link_is_of_this_sum_this_model_and_this_proof() public view {
        (G1 memory sum, G1 memory model, G1 memory link) = (two.sum, two.proof.modelCommitment, two.proof.link);
        G1 memory other = Curve.generator();
        VM.assertFalse(real2.verifyLink(sum.add(other), model, link, honest()), "C_S");
        VM.assertFalse(real2.verifyLink(sum, model.add(other), link, honest()), "C_Y");
        VM.assertFalse(real2.verifyLink(sum, model, link.add(other), honest()), "pi");
        VM.assertFalse(real2.verifyLink(model, sum, link, honest()), "C_S and C_Y exchanged");
    }

    function test_chunks_are_of_this_context_and_weight() public view {
        VM.assertFalse(real2.verifyChunks(two.context + 1, two.weight, two.proof.chunks), "ctx");
        VM.assertFalse(real2.verifyChunks(two.context, two.weight + 1, two.proof.chunks), "W");
    }

    function test_errors_of_two_chunks_do_not_cancel() public {
        two.proof.chunks[0].c = two.proof.chunks[0].c.add(Curve.generator());
        VM.assertFalse(chunksHold(two.proof.chunks), "the first is wrong");
        two.proof.chunks[1].c = two.proof.chunks[1].c.sub(Curve.generator());
        VM.assertFalse(chunksHold(two.proof.chunks), "both are, and their plain sum is right");
        two.proof.chunks[0].c = two.proof.chunks[0].c.sub(Curve.generator());
        VM.assertFalse(chunksHold(two.proof.chunks), "the second is wrong");
    }

    function test_no_chunks_and_too_many_are_refused() public {
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 0));
        real2.verifyChunks(two.context, two.weight, new ChunkProof[](0));
        ChunkProof[] memory three = new ChunkProof[](3);
        for (uint256 c = 0; c < 3; ++c) {
            three[c] = two.proof.chunks[0];
        }
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.ChunkCountWrong.selector, 2, 3));
        real2.verifyChunks(two.context, two.weight, three);
    }

    function test_scalars_and_points_are_checked_in_each_part() public {
        ChunkProof[] memory chunks = two.proof.chunks;
        VM.expectRevert(IVerifierErrors.ContextOutOfField.selector);
        real2.verifyChunks(two.context + Bn254.R, two.weight, chunks);
        VM.expectRevert(abi.encodeWithSelector(ILinkedVerifier.TotalWeightOutOfRange.selector, 0));
        real2.verifyChunks(two.context, 0, chunks);
        chunks[1].commitment = G1(0, 0);
        VM.expectRevert(IVerifierErrors.PointAtInfinity.selector);
        real2.verifyChunks(two.context, two.weight, chunks);

        G1 memory good = Curve.generator();
        G1[3] memory bad = [G1(0, 0), G1(1, 3), G1(1 + Bn254.P, 2)];
        bytes4[3] memory errors = [
            IVerifierErrors.PointAtInfinity.selector,
            IVerifierErrors.PointNotOnCurve.selector,
            IVerifierErrors.CoordinateOutOfField.selector
        ];
        for (uint256 i = 0; i < 3; ++i) {
            VM.expectRevert(errors[i]);
            real2.verifyLink(bad[i], good, good, honest());
            VM.expectRevert(errors[i]);
            real2.verifyLink(good, bad[i], good, honest());
            VM.expectRevert(errors[i]);
            real2.verifyLink(good, good, bad[i], honest());
            VM.expectRevert(errors[i]);
            real2.verifyLink(good, good, good, pair(bad[i], good));
            VM.expectRevert(errors[i]);
            real2.verifyLink(good, good, good, pair(good, bad[i]));
        }
    }

    function keyPoint(uint256 word) internal view returns (G1 memory) {
        return G1(VerifyingKey.word(one.key, word), VerifyingKey.word(one.key, word + 1));
    }
}
