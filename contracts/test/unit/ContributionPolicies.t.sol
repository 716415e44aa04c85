// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IDataExchange } from "../../src/interfaces/IDataExchange.sol";
import { IModelCoordinator } from "../../src/interfaces/IModelCoordinator.sol";
import { ContributionRoundTest } from "../support/ContributionRoundTest.sol";

/// @notice What a job makes of contribution proofs: required, rewarded by nothing, not wanted, or held to a bound of its own.
contract ContributionPoliciesTest is ContributionRoundTest {
    IDataExchange.TrainingJobSpec internal chosen;

    /// @dev The job of each test is the first one, which proofs are for: the test says how it is.
    function setUp() public override { }

    function play(bool required, uint16 unprovedFactor, uint128 slack) internal returns (uint256 round, bytes32 key) {
        chosen.requireContributionProof = required;
        chosen.unprovedFactor = unprovedFactor;
        chosen.maxSquaredNorm = slack;
        super.setUp();
        return committed();
    }

    function contributionSpec() internal override returns (IDataExchange.TrainingJobSpec memory spec) {
        spec = super.contributionSpec();
        spec.requireContributionProof = chosen.requireContributionProof;
        spec.unprovedFactor = chosen.unprovedFactor;
        spec.maxSquaredNorm -= chosen.maxSquaredNorm;
    }

    function test_where_a_proof_is_required_nothing_goes_without() public {
        (uint256 round, bytes32 key) = play(true, 10_000, 0);
        bytes memory update = updateOf(round, 0);
        bytes memory proof = proofOf(0);
        VM.expectRevert(IModelCoordinator.ContributionProofRequired.selector);
        VM.prank(partyAt(0));
        coordinator.submitUpdate(key, update);
        toRevealing();
        VM.expectRevert(IModelCoordinator.ContributionProofRequired.selector);
        coordinator.submitUpdateFor(partyAt(0), key, update);
        VM.prank(partyAt(0));
        coordinator.submitProvedUpdate(key, update, proof);
        VM.assertEq(coordinator.getRound(jobId, round).revealed, 1, "with its proof");
    }

    function test_where_a_proof_earns_nothing_more_anyone_pushes_at_any_time() public {
        (uint256 round, bytes32 key) = play(false, 10_000, 0);
        bytes memory update = updateOf(round, 0);
        VM.prank(aggregator);
        coordinator.submitUpdateFor(partyAt(0), key, update);
        VM.assertEq(pointsOf(key, 0), weightAt(0) * 10_000, "whole");
    }

    function test_the_smallest_factor_for_unproved_updates() public {
        (uint256 round, bytes32 key) = play(false, 1, 0);
        bytes memory update = updateOf(round, 0);
        VM.prank(partyAt(0));
        coordinator.submitUpdate(key, update);
        VM.assertEq(pointsOf(key, 0), weightAt(0), "one a unit of weight");
    }

    function test_a_proof_for_a_larger_bound_than_the_jobs_is_none() public {
        (uint256 round, bytes32 key) = play(false, 5000, 1);
        bytes memory update = updateOf(round, 0);
        bytes memory proof = proofOf(0);
        VM.expectRevert(IModelCoordinator.ContributionProofRejected.selector);
        VM.prank(partyAt(0));
        coordinator.submitProvedUpdate(key, update, proof);
    }

    function test_a_job_without_contribution_verifier_takes_no_proofs() public {
        play(false, 5000, 0);
        uint256 plain = createJob(specFor(verifier));
        joinMany(plain, 2);
        uint256 round = start(plain);
        commit(plain, round, 0);
        commit(plain, round, 1);
        bytes32 key = coordinator.roundKeyOf(plain, round);
        bytes[] memory updates = new bytes[](1);
        bytes[] memory proofs = new bytes[](1);
        address[] memory providers = new address[](1);
        (updates[0], proofs[0], providers[0]) = (updateBy(AGGREGATOR_KEY, plain, round, 0), proofOf(0), providerAt(0));
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ContributionProofNotWanted.selector, plain));
        VM.prank(providerAt(0));
        coordinator.submitProvedUpdate(key, updates[0], proofs[0]);
        VM.expectRevert(abi.encodeWithSelector(IModelCoordinator.ContributionProofNotWanted.selector, plain));
        coordinator.submitProvedUpdates(key, providers, updates, proofs);
        reveal(plain, round, 0);
        (uint256 points,,,) = coordinator.shareOf(uint256(key), providerAt(0));
        VM.assertEq(points, weightAt(0) * 10_000, "and nothing is missing without");
    }
}
