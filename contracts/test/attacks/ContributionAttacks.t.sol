// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IContributionVerifier } from "../../src/interfaces/IContributionVerifier.sol";
import { IVerifierErrors } from "../../src/interfaces/IVerifierErrors.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { BoundedUpdateKey } from "../../src/verifiers/BoundedUpdateKey.sol";
import { BoundedUpdateVerifier } from "../../src/verifiers/BoundedUpdateVerifier.sol";
import { VerifyingKey } from "../../src/verifiers/VerifyingKey.sol";
import { ContributionTest } from "../support/ContributionTest.sol";
import { Curve } from "../support/Curve.sol";
import { ContributionLinkNotHashed } from "../weakened/ContributionLinkNotHashed.sol";
import { ContributionWithoutGroth16 } from "../weakened/ContributionWithoutGroth16.sol";
import { ContributionWithoutKeyCheck } from "../weakened/ContributionWithoutKeyCheck.sol";
import { ContributionWithoutLink } from "../weakened/ContributionWithoutLink.sol";
import { ContributionWithoutPowers } from "../weakened/ContributionWithoutPowers.sol";

/// @notice Attacks on contribution proofs: each fails on the verifier, and succeeds on one, or under a key, that lacks what stops it.
contract ContributionAttacksTest is ContributionTest {
    using Curve for G1;

    /// @dev Where D, A, B and C of the first chunk begin, in bytes.
    uint256 internal constant D = 64;
    uint256 internal constant A = 128;
    uint256 internal constant B = 192;
    uint256 internal constant C = 320;

    Claim internal one;
    BoundedUpdateVerifier internal real;

    function setUp() public {
        readContributions();
        one = claimAt(".hand");
        real = new BoundedUpdateVerifier(one.key);
    }

    function holds(Claim memory claim) internal returns (bool) {
        BoundedUpdateVerifier verifier = keccak256(claim.key) == real.keyId() ? real : this.deployContributionVerifier(claim.key);
        return verifier.verify(claim.context, claim.bound, claim.commitment, claim.proof);
    }

    /// @dev IC_0 + ctx IC_ctx + bound IC_bound.
    function inputsOf(Claim memory claim) internal view returns (G1 memory v) {
        v = keyPoint(claim.key, VerifyingKey.IC_0).add(keyPoint(claim.key, VerifyingKey.IC_CONTEXT).mul(claim.context));
        v = v.add(keyPoint(claim.key, BoundedUpdateKey.IC_BOUND).mul(claim.bound));
    }

    // ---- honest

    function test_honest_proofs_verify() public {
        VM.assertTrue(holds(one), "one chunk, link by hand");
        VM.assertTrue(holds(claimAt(".honest")), "two chunks, link by hand");
        VM.assertTrue(holds(claimOf(".one", 0)), "one chunk, the prover's own");
        VM.assertTrue(holds(claimOf(".two", 0)), "two chunks, the prover's own");
        VM.assertTrue(real.isWellFormed(one.proof), "and well-formed");
        Claim memory other = claimOf(".one", 1);
        VM.assertFalse(real.verify(other.context, other.bound, other.commitment, other.proof), "not under another link key");
    }

    function test_the_key_is_stored_byte_for_byte_behind_a_stop_byte() public view {
        VM.assertEq(real.keyBlob(), one.key, "blob");
        VM.assertEq(real.keyId(), keccak256(one.key), "id");
        VM.assertEq(uint256(uint8(real.keyStore().code[0])), 0, "the store's code stops at once");
        VM.assertEq(
            real.dimension() + real.chunkSize() + real.chunkCount() + real.valueBits() + real.normBits(), 16 + 16 + 1 + 24 + 128, "shape"
        );
    }

    // ---- the link

    function test_a_chosen_D_forges_plain_Groth16_and_not_the_linked_equation() public {
        ContributionWithoutLink weak = new ContributionWithoutLink(one.key);
        G1 memory alpha = keyPoint(one.key, VerifyingKey.ALPHA);
        bytes memory forged = withPoint(withPoint(one.proof, A, alpha), C, alpha);
        forged = withWords(forged, B, VM.parseJsonBytes(json, ".forgedB"));
        one.proof = withPoint(forged, D, alpha.sub(inputsOf(one)));
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "no witness needed without the link");
        VM.assertFalse(holds(one), "the link refuses D");
    }

    function test_a_proof_cannot_be_moved_to_another_bound_or_context() public {
        ContributionWithoutLink weak = new ContributionWithoutLink(one.key);
        bytes memory honest = one.proof;
        G1 memory inputs = inputsOf(one);
        one.bound -= 1;
        VM.assertFalse(holds(one), "another bound");
        one.proof = withPoint(honest, D, pointIn(honest, D).add(inputs).sub(inputsOf(one)));
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "the bound moved into D");
        VM.assertFalse(holds(one), "the link refuses it");
        one.bound += 1;
        one.context += 5;
        one.proof = honest;
        VM.assertFalse(holds(one), "another context: job, round, chain, coordinator or provider");
        one.proof = withPoint(honest, D, pointIn(honest, D).add(inputs).sub(inputsOf(one)));
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "ctx moved into D");
        VM.assertFalse(holds(one), "the link refuses it");
    }

    function test_a_proof_of_another_commitment_is_refused() public {
        ContributionWithoutLink weak = new ContributionWithoutLink(one.key);
        one.commitment = one.commitment.add(pointAt(".generator0"));
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "passes without the link");
        VM.assertFalse(holds(one), "the link refuses it");
    }

    function test_a_value_out_of_range_fits_the_commitment_and_not_the_circuit() public {
        ContributionWithoutGroth16 weak = new ContributionWithoutGroth16(one.key);
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "honest");
        uint256 excess = 1 << 24;
        one.commitment = one.commitment.add(pointAt(".generator0").mul(excess));
        one.proof = withPoint(one.proof, 0, pointIn(one.proof, 0).add(pointAt(".valueColumn0").mul(excess)));
        one.proof = withPoint(one.proof, D, pointIn(one.proof, D).add(pointAt(".valueBase0").mul(excess)));
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "the link holds for x_0 + 2^24");
        VM.assertFalse(holds(one), "and Groth16 refuses D");
    }

    function test_the_norm_cannot_be_cut_between_chunks() public {
        VM.assertFalse(holds(claimAt(".cut")), "the norm's column touches both chunks");
        VM.assertTrue(holds(claimAt(".cutFree")), "had it been published as two columns, the second chunk could start from zero");
    }

    function test_the_norm_cannot_start_below_zero() public {
        VM.assertFalse(holds(claimAt(".below")), "no column touches the first chunk's accIn");
        VM.assertTrue(holds(claimAt(".belowFree")), "had one been published, any update would have a norm of zero");
    }

    function test_padding_must_be_zero() public {
        VM.assertFalse(holds(claimAt(".padded")), "padding has no column");
        VM.assertTrue(holds(claimAt(".paddedFree")), "had it one, values would hide there");
    }

    // ---- keys

    function test_equal_chunk_secrets_let_an_excess_hide_in_another_chunk() public {
        Claim memory moved = claimAt(".movedEqual");
        ContributionWithoutKeyCheck weak = new ContributionWithoutKeyCheck(moved.key);
        VM.assertTrue(weak.verify(moved.context, moved.bound, moved.commitment, moved.proof), "x_0 is out of range, and it passes");
        VM.expectRevert(abi.encodeWithSelector(IVerifierErrors.KeyPointsEqual.selector, 27, 31));
        this.deployContributionVerifier(moved.key);
        VM.assertFalse(holds(claimAt(".movedDistinct")), "distinct secrets tell chunks apart");
    }

    // ---- the challenge

    function test_pi_outside_the_challenge_can_be_solved_for() public {
        ContributionLinkNotHashed weak = new ContributionLinkNotHashed(one.key);
        // A bound of nothing, and Groth16 without a witness: A = C = alpha, B = beta + delta leave v = IC_0 + .. + D over, which pi takes.
        G1 memory alpha = keyPoint(one.key, VerifyingKey.ALPHA);
        bytes memory forged = withPoint(withPoint(one.proof, A, alpha), C, alpha);
        forged = withWords(forged, B, VM.parseJsonBytes(json, ".forgedBWithoutInput"));
        one.bound = 0;
        uint256 rho = this.challengeOf(weak, one, forged);
        G1 memory v = inputsOf(one).add(pointIn(forged, D));
        one.proof = withPoint(forged, 0, pointIn(forged, 0).add(v.mul(inverse(rho))));
        VM.assertTrue(weak.verify(one.context, one.bound, one.commitment, one.proof), "pi was solved for");
        VM.assertFalse(holds(one), "hashed, pi comes too late");
    }

    function challengeOf(ContributionLinkNotHashed weak, Claim memory claim, bytes calldata proof) external view returns (uint256) {
        return weak.challenge(claim.context, claim.bound, claim.commitment, proof[64:]);
    }

    function inverse(uint256 value) internal view returns (uint256) {
        (bool done, bytes memory answer) =
            address(5).staticcall(abi.encode(uint256(32), uint256(32), uint256(32), value, Bn254.R - 2, Bn254.R));
        VM.assertTrue(done, "modexp");
        return abi.decode(answer, (uint256));
    }

    function test_the_challenges_are_the_hash_of_every_field() public {
        Claim memory two = claimAt(".honest");
        ContributionWithoutKeyCheck open = new ContributionWithoutKeyCheck(two.key);
        bytes memory words =
            abi.encodePacked(keccak256(two.key), two.bound, uint256(1), two.context, two.commitment.x, two.commitment.y, two.proof);
        (uint256 rho, uint256 t) = open.challenges(keccak256(two.key), two.context, two.bound, two.commitment, two.proof);
        VM.assertEq(t << 128 | rho, uint256(keccak256(words)), "one Keccak over everything");
    }

    // ---- batches

    function batchOf(string memory path, uint256 count)
        internal
        returns (BoundedUpdateVerifier verifier, uint256[] memory contexts, uint256 bound, G1[] memory commitments, bytes[] memory proofs)
    {
        contexts = new uint256[](count);
        commitments = new G1[](count);
        proofs = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            Claim memory claim = claimOf(path, i);
            (contexts[i], bound, commitments[i], proofs[i]) = (claim.context, claim.bound, claim.commitment, claim.proof);
        }
        verifier = this.deployContributionVerifier(claimOf(path, 0).key);
    }

    function test_a_batch_is_accepted_whole_and_refused_for_any_of_its_proofs() public {
        string[2] memory paths = [".one", ".two"];
        for (uint256 p = 0; p < 2; ++p) {
            (BoundedUpdateVerifier verifier, uint256[] memory contexts, uint256 bound, G1[] memory commitments, bytes[] memory proofs) =
                batchOf(paths[p], 4);
            VM.assertTrue(verifier.verifyBatch(contexts, bound, commitments, proofs), "all of them");
            VM.assertFalse(verifier.verifyBatch(contexts, bound - 1, commitments, proofs), "another bound");
            for (uint256 i = 0; i < 4; ++i) {
                contexts[i] += 1;
                VM.assertFalse(verifier.verifyBatch(contexts, bound, commitments, proofs), "a context");
                contexts[i] -= 1;
                G1 memory honest = commitments[i];
                commitments[i] = honest.add(Curve.generator());
                VM.assertFalse(verifier.verifyBatch(contexts, bound, commitments, proofs), "a commitment");
                commitments[i] = honest;
            }
            (proofs[0], proofs[1]) = (proofs[1], proofs[0]);
            VM.assertFalse(verifier.verifyBatch(contexts, bound, commitments, proofs), "proofs that changed places");
        }
    }

    function test_errors_of_two_proofs_cancel_only_without_powers() public {
        (BoundedUpdateVerifier verifier, uint256[] memory contexts, uint256 bound, G1[] memory commitments, bytes[] memory proofs) =
            batchOf(".one", 2);
        ContributionWithoutPowers weak = new ContributionWithoutPowers(verifier.keyBlob());
        G1 memory excess = pointAt(".generator0").mul(1 << 40);
        commitments[0] = commitments[0].add(excess);
        commitments[1] = commitments[1].sub(excess);
        VM.assertTrue(weak.verifyBatch(contexts, bound, commitments, proofs), "equal weights: two false statements pass");
        VM.assertFalse(verifier.verifyBatch(contexts, bound, commitments, proofs), "powers of t tell them apart");
    }

    function test_a_batch_of_different_lengths_or_of_nothing_is_refused_by_name() public {
        (BoundedUpdateVerifier verifier, uint256[] memory contexts, uint256 bound, G1[] memory commitments, bytes[] memory proofs) =
            batchOf(".one", 2);
        VM.expectRevert(abi.encodeWithSelector(IContributionVerifier.BatchLengthsDiffer.selector, 0, 0, 0));
        verifier.verifyBatch(new uint256[](0), bound, new G1[](0), new bytes[](0));
        VM.expectRevert(abi.encodeWithSelector(IContributionVerifier.BatchLengthsDiffer.selector, 3, 2, 2));
        verifier.verifyBatch(new uint256[](3), bound, commitments, proofs);
        VM.expectRevert(abi.encodeWithSelector(IContributionVerifier.BatchLengthsDiffer.selector, 2, 3, 2));
        verifier.verifyBatch(contexts, bound, new G1[](3), proofs);
        VM.expectRevert(abi.encodeWithSelector(IContributionVerifier.BatchLengthsDiffer.selector, 2, 2, 3));
        verifier.verifyBatch(contexts, bound, commitments, new bytes[](3));
    }

    // ---- words and points

    function expectRefused(Claim memory claim, bytes4 reason) internal {
        VM.expectRevert(reason);
        // A precompile that fails takes all the gas it was given.
        real.verify{ gas: 2_000_000 }(claim.context, claim.bound, claim.commitment, claim.proof);
    }

    function test_scalars_outside_their_range_are_refused_by_name() public {
        one.context = Bn254.R;
        expectRefused(one, IVerifierErrors.ContextOutOfField.selector);
        one.context = Bn254.R - 1;
        VM.assertFalse(holds(one), "in range, and wrong");
        one.bound = 1 << 128;
        VM.expectRevert(abi.encodeWithSelector(IContributionVerifier.NormBoundOutOfRange.selector, 1 << 128));
        real.verify(one.context, one.bound, one.commitment, one.proof);
        one.bound = (1 << 128) - 1;
        VM.assertFalse(holds(one), "in range, and wrong");
    }

    function test_a_proof_of_another_length_is_refused_by_name() public {
        bytes memory honest = one.proof;
        VM.assertEq(honest.length, 384, "2 + 10 words");
        bytes[3] memory wrong = [bytes(""), bytes.concat(honest, bytes1(0)), claimAt(".honest").proof];
        for (uint256 i = 0; i < 3; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IContributionVerifier.ProofLengthWrong.selector, 384, wrong[i].length));
            real.verify(one.context, one.bound, one.commitment, wrong[i]);
            VM.assertFalse(real.isWellFormed(wrong[i]), "nor is it well-formed");
        }
    }

    function test_every_point_is_checked() public {
        uint256[4] memory places = [uint256(0), D, A, C];
        bytes memory honest = one.proof;
        for (uint256 i = 0; i < 4; ++i) {
            one.proof = withPoint(honest, places[i], G1(0, 0));
            expectRefused(one, IVerifierErrors.PointAtInfinity.selector);
            VM.assertFalse(real.isWellFormed(one.proof), "infinity");
            one.proof = withPoint(honest, places[i], G1(1, 3));
            expectRefused(one, IVerifierErrors.PointNotOnCurve.selector);
            VM.assertFalse(real.isWellFormed(one.proof), "off the curve");
            one.proof = withPoint(honest, places[i], G1(1 + Bn254.P, 2));
            expectRefused(one, IVerifierErrors.CoordinateOutOfField.selector);
            VM.assertFalse(real.isWellFormed(one.proof), "x too large");
            one.proof = withPoint(honest, places[i], G1(1, 2 + Bn254.P));
            expectRefused(one, IVerifierErrors.CoordinateOutOfField.selector);
            VM.assertFalse(real.isWellFormed(one.proof), "y too large");
            one.proof = withPoint(honest, places[i], G1(1, 2));
            VM.assertFalse(holds(one), "another point");
            VM.assertTrue(real.isWellFormed(one.proof), "is a point");
        }
        one.proof = honest;
        one.commitment = G1(0, 0);
        expectRefused(one, IVerifierErrors.PointAtInfinity.selector);
        one.commitment = G1(1, 3);
        expectRefused(one, IVerifierErrors.PointNotOnCurve.selector);
        one.commitment = G1(1 + Bn254.P, 2);
        expectRefused(one, IVerifierErrors.CoordinateOutOfField.selector);
    }

    function test_B_is_checked() public {
        bytes memory honest = one.proof;
        one.proof = withWords(honest, B, new bytes(128));
        expectRefused(one, IVerifierErrors.PointAtInfinity.selector);
        VM.assertFalse(real.isWellFormed(one.proof), "infinity");
        for (uint256 word = 0; word < 4; ++word) {
            one.proof = withWords(honest, B + 32 * word, abi.encode(Bn254.P));
            expectRefused(one, IVerifierErrors.CoordinateOutOfField.selector);
            VM.assertFalse(real.isWellFormed(one.proof), "a coordinate too large");
            one.proof = withWords(honest, B + 32 * word, abi.encode(uint256(7)));
            expectRefused(one, IVerifierErrors.PointNotOnCurve.selector);
            VM.assertFalse(real.isWellFormed(one.proof), "off the twist");
        }
        one.proof = withWords(
            honest,
            B,
            abi.encode(
                uint256(1),
                uint256(2),
                uint256(19_659_275_751_359_636_165_940_301_690_575_149_581_329_631_496_732_780_143_538_578_556_285_923_319_774),
                uint256(7_292_567_877_523_311_580_221_095_596_750_716_176_434_782_432_868_683_424_513_645_834_767_876_293_070)
            )
        );
        expectRefused(one, IVerifierErrors.PointNotOnCurve.selector);
        VM.assertFalse(real.isWellFormed(one.proof), "on the twist, outside the subgroup");
    }

    function test_no_amount_of_gas_makes_a_good_proof_look_malformed() public {
        Claim memory two = claimOf(".two", 0);
        BoundedUpdateVerifier verifier = this.deployContributionVerifier(two.key);
        bytes memory call = abi.encodeCall(IContributionVerifier.isWellFormed, (two.proof));
        uint256 answered = 0;
        for (uint256 gas = 20_000; gas <= 600_000; gas += 10_000) {
            (bool done, bytes memory answer) = address(verifier).staticcall{ gas: gas }(call);
            if (!done) continue;
            ++answered;
            VM.assertTrue(abi.decode(answer, (bool)), "well-formed or no answer");
        }
        VM.assertTrue(answered > 10, "with enough gas there is an answer");
    }

    function test_a_malformed_B_costs_no_more_than_its_price_to_tell() public view {
        bytes memory bad = withWords(one.proof, B, abi.encode(uint256(7)));
        uint256 before = gasleft();
        VM.assertFalse(real.isWellFormed(bad), "malformed");
        VM.assertLt(before - gasleft(), 400_000, "the rest of the gas is left to punish it");
    }
}
