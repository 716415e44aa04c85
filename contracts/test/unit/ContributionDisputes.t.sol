// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { G1 } from "../../src/interfaces/Bn254Points.sol";
import { IContributionDisputes } from "../../src/interfaces/IContributionDisputes.sol";
import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { Bn254 } from "../../src/libraries/Bn254.sol";
import { AcceptingWallet } from "../support/AcceptingWallet.sol";
import { ContributionRoundTest } from "../support/ContributionRoundTest.sol";

/// @notice A signed contribution proof that fails costs its signer a fifth of its stake, and no proof that holds costs anybody anything.
contract ContributionDisputesTest is ContributionRoundTest {
    /// A multiple of nothing, so that roundings show.
    uint256 internal constant STAKE = 1001;
    /// ceil(STAKE / 5).
    uint256 internal constant FINE = 201;

    address internal provider = VM.addr(0x9000);

    function contributionSpec() internal override returns (IDataExchange.TrainingJobSpec memory spec) {
        spec = super.contributionSpec();
        spec.providerStake = uint128(STAKE);
    }

    function claimFor(bytes memory proof) internal view returns (IContributionDisputes.ContributionClaim memory claim) {
        claim.jobId = jobId;
        claim.round = 1;
        claim.commitment = pointOf(0);
        claim.proofHash = keccak256(proof);
    }

    function sign(uint256 key, IContributionDisputes.ContributionClaim memory claim) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, disputes.claimHash(claim));
        return abi.encodePacked(r, s, v);
    }

    function report(IContributionDisputes.ContributionClaim memory claim, bytes memory proof) internal returns (uint256) {
        return disputes.reportFailedContribution(provider, claim, proof, sign(keyAt(0), claim));
    }

    function assertFails(bytes memory proof, string memory law) internal {
        VM.assertEq(report(claimFor(proof), proof), FINE, law);
        VM.assertEq(vault.lockedFor(provider, jobId), STAKE - FINE, "what is left");
    }

    function expectRefused(IContributionDisputes.ContributionClaim memory claim, bytes memory proof, bytes memory reason) internal {
        bytes memory signature = sign(keyAt(0), claim);
        VM.expectRevert(reason);
        disputes.reportFailedContribution(provider, claim, proof, signature);
        VM.assertEq(vault.lockedFor(provider, jobId), STAKE, "untouched");
    }

    // ---- what fails

    function test_a_proof_that_fails_costs_a_fifth_rounded_up_and_the_reporter_gets_none_of_it() public {
        bytes memory proof = failingProofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory signature = sign(keyAt(0), claim);
        address reporter = address(0x4E);
        VM.expectEmit(true, true, true, true, address(disputes));
        emit IContributionDisputes.FailedContributionReported(provider, jobId, 1, claim.proofHash, reporter, FINE);
        VM.prank(reporter);
        VM.assertEq(disputes.reportFailedContribution(provider, claim, proof, signature), FINE, "ceil(1001 / 5)");
        VM.assertEq(vault.lockedFor(provider, jobId), STAKE - FINE, "what is left");
        VM.assertEq(vault.uncollectedProceeds(), FINE, "the treasury's");
        VM.assertEq(vault.bondOf(reporter).free, 0, "not the reporter's");
        VM.assertEq(reputation.standingOf(provider).faults, 1, "a fault");
        VM.assertTrue(disputes.isReported(jobId, 1, provider), "on record");
    }

    function test_a_proof_of_a_wrong_length_fails() public {
        assertFails(bytes("nothing like a proof"), "a wrong length");
    }

    function test_no_proof_at_all_fails() public {
        assertFails("", "nothing");
    }

    function test_a_proof_with_a_byte_too_many_fails() public {
        assertFails(bytes.concat(proofOf(0), hex"00"), "a valid one, and a byte");
    }

    function test_a_B_outside_its_group_fails() public {
        assertFails(withWords(proofOf(0), 192, abi.encode(uint256(7))), "off the twist");
    }

    function test_a_B_at_infinity_fails() public {
        assertFails(withWords(proofOf(0), 192, new bytes(128)), "infinity");
    }

    function test_a_B_that_is_not_reduced_fails() public {
        assertFails(withWords(proofOf(0), 192, abi.encode(type(uint256).max)), "not reduced");
    }

    function test_a_point_of_a_proof_off_the_curve_fails() public {
        assertFails(withPoint(proofOf(0), 0, G1(1, 3)), "pi");
    }

    function test_a_point_of_a_proof_at_infinity_fails() public {
        assertFails(withPoint(proofOf(0), 320, G1(0, 0)), "C");
    }

    function test_a_point_of_a_proof_that_is_not_reduced_fails() public {
        bytes memory proof = proofOf(0);
        G1 memory d = pointIn(proof, 64);
        assertFails(withPoint(proof, 64, G1(d.x + Bn254.P, d.y)), "D");
    }

    // ---- the commitment is the signer's word, too

    function assertCommitmentFails(G1 memory commitment) internal {
        bytes memory proof = proofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        claim.commitment = commitment;
        VM.assertEq(report(claim, proof), FINE, "no commitment: nothing can be proved of it");
        VM.assertTrue(disputes.isReported(jobId, 1, provider), "on record");
    }

    function test_a_claim_about_infinity_fails() public {
        assertCommitmentFails(G1(0, 0));
    }

    function test_a_claim_about_a_point_off_the_curve_fails() public {
        assertCommitmentFails(G1(1, 3));
    }

    function test_a_claim_about_a_point_whose_x_is_not_reduced_fails() public {
        G1 memory c = pointOf(0);
        assertCommitmentFails(G1(c.x + Bn254.P, c.y));
    }

    function test_a_claim_about_a_point_whose_y_is_not_reduced_fails() public {
        G1 memory c = pointOf(0);
        assertCommitmentFails(G1(c.x, c.y + Bn254.P));
    }

    function test_a_valid_proof_of_another_commitment_fails() public {
        assertCommitmentFails(pointOf(1));
    }

    // ---- what does not

    function test_a_valid_proof_costs_nothing() public {
        expectRefused(claimFor(proofOf(0)), proofOf(0), abi.encodeWithSelector(IContributionDisputes.ProofValid.selector));
    }

    function test_the_proof_that_a_round_took_cannot_be_disputed_nor_the_one_it_refused_be_denied() public {
        (uint256 round, bytes32 key) = committed();
        bytes memory update = updateOf(round, 0);
        bytes memory failing = failingProofOf(0);
        bytes memory proof = proofOf(0);
        VM.expectRevert(IModelCoordinator.ContributionProofRejected.selector);
        VM.prank(provider);
        coordinator.submitProvedUpdate(key, update, failing);
        VM.prank(provider);
        coordinator.submitProvedUpdate(key, update, proof);
        expectRefused(claimFor(proof), proof, abi.encodeWithSelector(IContributionDisputes.ProofValid.selector));
        // It signed the failing one as well, and nobody made it.
        assertFails(failing, "in the middle of a round");
        VM.assertEq(pointsOf(key, 0), weightAt(0) * 10_000, "points are as they were");
    }

    function test_little_gas_does_not_make_a_valid_proof_fail() public {
        bytes memory proof = proofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory call = abi.encodeCall(disputes.reportFailedContribution, (provider, claim, proof, sign(keyAt(0), claim)));
        for (uint256 gas = 30_000; gas < 900_000; gas += 15_000) {
            (bool done,) = address(disputes).call{ gas: gas }(call);
            VM.assertFalse(done, "reverts whatever the gas");
        }
        VM.assertEq(vault.lockedFor(provider, jobId), STAKE, "untouched");
    }

    function test_what_other_code_says_of_a_proof_is_no_evidence() public {
        bytes memory proof = proofOf(0);
        // Code that answers false to everything.
        VM.etch(address(contributions), hex"600060005260206000f3");
        VM.assertFalse(contributions.verify(0, 0, G1(1, 2), proof), "it does");
        expectRefused(
            claimFor(proof), proof, abi.encodeWithSelector(IContributionDisputes.VerifierCodeChanged.selector, address(contributions))
        );
    }

    function test_a_proof_for_another_round_fails_there() public {
        bytes memory proof = proofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        claim.round = 2;
        VM.assertEq(report(claim, proof), FINE, "signed for round 2");
        claim.round = 3;
        VM.assertEq(report(claim, proof), 160, "a fifth of what was left");
    }

    function test_nobody_is_punished_for_what_it_did_not_sign() public {
        bytes memory proof = failingProofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory forged = sign(0xBAD, claim);
        bytes memory own = sign(keyAt(0), claim);
        bytes memory invalid = abi.encodeWithSelector(IContributionDisputes.SignatureInvalid.selector, provider);
        VM.expectRevert(invalid);
        disputes.reportFailedContribution(provider, claim, proof, forged);
        claim.round = 2;
        VM.expectRevert(invalid);
        disputes.reportFailedContribution(provider, claim, proof, own);
        claim.round = 1;
        claim.commitment = G1(0, 0);
        VM.expectRevert(invalid);
        disputes.reportFailedContribution(provider, claim, proof, own);
        claim.commitment = pointOf(0);
        bytes memory other = proofOf(0);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.ProofHashWrong.selector, claim.proofHash, keccak256(other)));
        disputes.reportFailedContribution(provider, claim, other, own);
    }

    function test_once_per_provider_and_round() public {
        bytes memory proof = failingProofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        report(claim, proof);
        bytes memory signature = sign(keyAt(0), claim);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.AlreadyReported.selector, provider, jobId, 1));
        disputes.reportFailedContribution(provider, claim, proof, signature);
    }

    function test_a_report_of_somebody_without_stake_does_not_count() public {
        // Otherwise a provider could report itself before it joins, and be safe from reports afterwards.
        bytes memory proof = failingProofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory signature = sign(0xB0B, claim);
        address bob = VM.addr(0xB0B);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.NothingAtStake.selector, bob, jobId));
        disputes.reportFailedContribution(bob, claim, proof, signature);
        VM.assertFalse(disputes.isReported(jobId, 1, bob), "not on record");
    }

    function test_whoever_left_is_liable_for_one_unbonding_delay() public {
        VM.prank(provider);
        exchange.leaveJob(jobId);
        bytes memory proof = failingProofOf(0);
        VM.assertEq(report(claimFor(proof), proof), FINE, "taken from what is free");
    }

    function test_a_job_without_contribution_verifier_has_no_failed_contributions() public {
        uint256 plain = createJob(specFor(verifier));
        join(plain, provider);
        bytes memory proof = failingProofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        claim.jobId = plain;
        expectRefused(claim, proof, abi.encodeWithSelector(IContributionDisputes.NoContributionVerifier.selector, plain));
    }

    function test_a_contract_account_signs_by_ERC_1271() public {
        bytes memory proof = failingProofOf(0);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        AcceptingWallet wallet = new AcceptingWallet(disputes.claimHash(claim));
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.SignatureInvalid.selector, address(wallet)));
        disputes.reportFailedContribution(address(wallet), claim, proof, "forged");
        join(jobId, address(wallet));
        VM.assertEq(disputes.reportFailedContribution(address(wallet), claim, proof, "agreed"), FINE, "its word");
    }

    function test_the_signed_hash_is_that_of_EIP_712() public view {
        IContributionDisputes.ContributionClaim memory claim = claimFor(proofOf(0));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("FlZk ContributionDisputes"),
                keccak256("1"),
                block.chainid,
                address(disputes)
            )
        );
        bytes32 typehash =
            keccak256("ContributionClaim(uint256 jobId,uint256 round,uint256 commitmentX,uint256 commitmentY,bytes32 proofHash)");
        bytes32 content = keccak256(abi.encode(typehash, claim.jobId, claim.round, claim.commitment.x, claim.commitment.y, claim.proofHash));
        VM.assertEq(disputes.claimHash(claim), keccak256(abi.encodePacked(hex"1901", domain, content)), "EIP-712");
    }

    function test_it_is_initialised_once_and_upgraded_by_the_timelock_alone() public {
        VM.expectRevert(Initializable.InvalidInitialization.selector);
        disputes.initialize();
        VM.expectRevert(abi.encodeWithSelector(IExchangeModule.CallerNotTimelock.selector, address(this)));
        disputes.upgradeToAndCall(address(disputes), "");
        VM.assertEq(disputes.place(), address(disputes), "in place");
        VM.assertEq(disputes.coordinator(), address(coordinator), "coordinator");
        VM.assertEq(disputes.vault(), address(vault), "vault");
        VM.assertEq(disputes.reputation(), address(reputation), "reputation");
    }
}
