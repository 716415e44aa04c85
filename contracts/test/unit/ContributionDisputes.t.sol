// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Initializable } from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import { ContributionDisputes } from "../../src/disputes/ContributionDisputes.sol";
import { Wiring } from "../../src/governance/Wiring.sol";
import { IContributionDisputes } from "../../src/interfaces/IContributionDisputes.sol";
import { IExchangeModule } from "../../src/interfaces/IExchangeModule.sol";
import { IStakeVault } from "../../src/interfaces/IStakeVault.sol";
import { StakeVault } from "../../src/staking/StakeVault.sol";
import { FltToken } from "../../src/token/FltToken.sol";
import { AcceptingWallet } from "../support/AcceptingWallet.sol";
import { ContributionTest } from "../support/ContributionTest.sol";
import { FaultsDouble } from "../support/FaultsDouble.sol";
import { JobsDouble } from "../support/JobsDouble.sol";
import { ModuleTest } from "../support/ModuleTest.sol";

/// @notice A signed contribution proof that fails costs its signer a fifth of its stake, and no proof that holds costs anybody anything.
contract ContributionDisputesTest is ContributionTest, ModuleTest {
    uint256 internal constant PROVIDER_KEY = 0xA66;
    uint256 internal constant STAKE = 1001;
    uint256 internal constant JOB = 1;

    ContributionDisputes internal disputes;
    StakeVault internal vault;
    JobsDouble internal jobs;
    FaultsDouble internal reputation;
    Claim internal honest;
    address internal provider = VM.addr(PROVIDER_KEY);

    function setUp() public {
        VM.warp(1_800_000_000);
        readContributions();
        honest = claimOf(".one", 0);
        jobs = new JobsDouble();
        jobs.setContributions(address(this.deployContributionVerifier(honest.key)), uint128(honest.bound));
        reputation = new FaultsDouble();
        FltToken flt = new FltToken(address(this), 1_000_000);
        Wiring memory wiring = someWiring();
        wiring.exchange = address(jobs);
        wiring.reputation = address(reputation);
        wiring.stakeToken = address(flt);
        wiring.vault = creationAt(0);
        wiring.disputes = creationAt(2);
        vault = new StakeVault(wiring, 7 days);
        disputes = ContributionDisputes(
            deployProxy(address(new ContributionDisputes(wiring)), abi.encodeCall(ContributionDisputes.initialize, ()))
        );
        VM.assertTrue(flt.transfer(provider, STAKE), "funded");
        VM.prank(provider);
        flt.approve(address(vault), STAKE);
        VM.prank(provider);
        vault.deposit(STAKE);
        VM.prank(address(jobs));
        vault.lock(provider, JOB, STAKE);
    }

    function claimFor(bytes memory proof) internal view returns (IContributionDisputes.ContributionClaim memory claim) {
        claim.jobId = JOB;
        claim.round = 1;
        claim.commitment = honest.commitment;
        claim.proofHash = keccak256(proof);
    }

    function sign(uint256 key, IContributionDisputes.ContributionClaim memory claim) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, disputes.claimHash(claim));
        return abi.encodePacked(r, s, v);
    }

    /// @dev Points in their groups, and an equation that does not hold.
    function failing() internal view returns (bytes memory) {
        return withPoint(honest.proof, 0, honest.commitment);
    }

    function report(bytes memory proof) internal returns (uint256) {
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        return disputes.reportFailedContribution(provider, claim, proof, sign(PROVIDER_KEY, claim));
    }

    function test_a_proof_that_fails_costs_a_fifth_rounded_up_and_the_reporter_gets_none_of_it() public {
        bytes memory proof = failing();
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory signature = sign(PROVIDER_KEY, claim);
        address reporter = address(0x4E);
        VM.expectEmit(true, true, true, true, address(disputes));
        emit IContributionDisputes.FailedContributionReported(provider, JOB, 1, claim.proofHash, reporter, 201);
        VM.prank(reporter);
        VM.assertEq(disputes.reportFailedContribution(provider, claim, proof, signature), 201, "ceil(1001 / 5)");
        VM.assertEq(vault.lockedFor(provider, JOB), STAKE - 201, "what is left");
        VM.assertEq(vault.uncollectedProceeds(), 201, "the treasury's");
        VM.assertEq(vault.bondOf(reporter).free, 0, "not the reporter's");
        VM.assertEq(reputation.faults(provider), 1, "a fault");
        VM.assertEq(reputation.reporter(), address(disputes), "reported by this contract");
        VM.assertTrue(disputes.isReported(JOB, 1, provider), "on record");
    }

    function test_a_proof_that_is_none_fails_too() public {
        VM.assertEq(report(bytes("nothing like a proof")), 201, "a wrong length");
    }

    function test_a_B_outside_its_group_fails_too() public {
        VM.assertEq(report(withWords(honest.proof, 192, abi.encode(uint256(7)))), 201, "off the twist");
    }

    function test_a_valid_proof_costs_nothing() public {
        IContributionDisputes.ContributionClaim memory claim = claimFor(honest.proof);
        bytes memory signature = sign(PROVIDER_KEY, claim);
        VM.expectRevert(IContributionDisputes.ProofValid.selector);
        disputes.reportFailedContribution(provider, claim, honest.proof, signature);
    }

    function test_little_gas_does_not_make_a_valid_proof_fail() public {
        IContributionDisputes.ContributionClaim memory claim = claimFor(honest.proof);
        bytes memory signature = sign(PROVIDER_KEY, claim);
        bytes memory call = abi.encodeCall(disputes.reportFailedContribution, (provider, claim, honest.proof, signature));
        for (uint256 gas = 30_000; gas < 900_000; gas += 15_000) {
            (bool done,) = address(disputes).call{ gas: gas }(call);
            VM.assertFalse(done, "reverts whatever the gas");
        }
        VM.assertEq(vault.lockedFor(provider, JOB), STAKE, "untouched");
    }

    function test_a_proof_for_another_round_or_commitment_fails_there() public {
        IContributionDisputes.ContributionClaim memory claim = claimFor(honest.proof);
        claim.round = 2;
        VM.assertEq(disputes.reportFailedContribution(provider, claim, honest.proof, sign(PROVIDER_KEY, claim)), 201, "signed for round 2");
        claim.round = 3;
        claim.commitment = claimOf(".one", 1).commitment;
        VM.assertEq(disputes.reportFailedContribution(provider, claim, honest.proof, sign(PROVIDER_KEY, claim)), 160, "of what was left");
    }

    function test_nobody_is_punished_for_what_it_did_not_sign() public {
        bytes memory proof = failing();
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory forged = sign(0xBAD, claim);
        bytes memory own = sign(PROVIDER_KEY, claim);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.SignatureInvalid.selector, provider));
        disputes.reportFailedContribution(provider, claim, proof, forged);
        claim.round = 2;
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.SignatureInvalid.selector, provider));
        disputes.reportFailedContribution(provider, claim, proof, own);
        claim.round = 1;
        bytes memory other = honest.proof;
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.ProofHashWrong.selector, claim.proofHash, keccak256(other)));
        disputes.reportFailedContribution(provider, claim, other, own);
    }

    function test_once_per_provider_and_round() public {
        bytes memory proof = failing();
        report(proof);
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory signature = sign(PROVIDER_KEY, claim);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.AlreadyReported.selector, provider, JOB, 1));
        disputes.reportFailedContribution(provider, claim, proof, signature);
    }

    function test_a_report_of_somebody_without_stake_does_not_count() public {
        // Otherwise a provider could report itself before it joins, and be safe from reports afterwards.
        bytes memory proof = failing();
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory signature = sign(0xB0B, claim);
        address bob = VM.addr(0xB0B);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.NothingAtStake.selector, bob, JOB));
        disputes.reportFailedContribution(bob, claim, proof, signature);
        VM.assertFalse(disputes.isReported(JOB, 1, bob), "not on record");
    }

    function test_whoever_left_is_liable_for_one_unbonding_delay() public {
        VM.prank(address(jobs));
        vault.unlock(provider, JOB);
        VM.assertEq(report(failing()), 201, "taken from what is free");
    }

    function test_a_job_without_contribution_verifier_has_no_failed_contributions() public {
        jobs.setContributions(address(0), 0);
        bytes memory proof = failing();
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        bytes memory signature = sign(PROVIDER_KEY, claim);
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.NoContributionVerifier.selector, JOB));
        disputes.reportFailedContribution(provider, claim, proof, signature);
    }

    function test_a_contract_account_signs_by_ERC_1271() public {
        bytes memory proof = failing();
        IContributionDisputes.ContributionClaim memory claim = claimFor(proof);
        AcceptingWallet wallet = new AcceptingWallet(disputes.claimHash(claim));
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.SignatureInvalid.selector, address(wallet)));
        disputes.reportFailedContribution(address(wallet), claim, proof, "forged");
        // The signature is good; what is missing is a stake.
        VM.expectRevert(abi.encodeWithSelector(IContributionDisputes.NothingAtStake.selector, address(wallet), JOB));
        disputes.reportFailedContribution(address(wallet), claim, proof, "agreed");
    }

    function test_the_signed_hash_is_that_of_EIP_712() public view {
        IContributionDisputes.ContributionClaim memory claim = claimFor(honest.proof);
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
        VM.assertEq(
            uint256(keccak256(abi.encode(disputes.exchange(), disputes.coordinator(), disputes.vault(), disputes.reputation()))),
            uint256(keccak256(abi.encode(address(jobs), someWiring().coordinator, address(vault), address(reputation)))),
            "peers"
        );
    }
}
